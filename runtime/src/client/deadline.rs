//! The time limits of a call and of its attempts.

use std::future::Future;
use std::ops::DerefMut;
use std::pin::Pin;
use std::time::Duration;

use crate::clock::Clock;
use crate::clock::alarm::Alarm;
use crate::transport::error::Sent;
use crate::transport::error::{TimeLimit, TransportError};

/// The time of one call: when it started and when it must end.
pub(crate) struct CallTime<'c> {
    clock: &'c dyn Clock,
    start: Duration,
    total: Option<Duration>,
}

/// When some work must end, and because of which limit.
pub(crate) struct Deadline<'c> {
    clock: &'c dyn Clock,
    /// A reading of the clock.
    at: Option<Duration>,
    limit: TimeLimit,
    length: Duration,
    alarm: Alarm,
}

impl<'c> CallTime<'c> {
    pub(crate) fn start(total: Option<Duration>, clock: &'c dyn Clock) -> Self {
        Self { clock, start: clock.now(), total }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.clock.now().saturating_sub(self.start)
    }

    fn end(&self) -> Option<Duration> {
        self.total.and_then(|total| self.start.checked_add(total))
    }

    /// Returns when the whole call must end.
    pub(crate) fn total(&self) -> Deadline<'c> {
        let length = self.total.unwrap_or_default();
        let alarm = Alarm::default();
        Deadline { clock: self.clock, at: self.end(), limit: TimeLimit::Total, length, alarm }
    }

    /// Returns when an attempt that starts now must end: at its own limit, or at that of the whole call if that comes
    /// first.
    pub(crate) fn attempt(&self, limit: Option<Duration>) -> Deadline<'c> {
        let total = self.total();
        let Some(length) = limit else { return total };
        match (self.clock.now().checked_add(length), total.at) {
            (Some(at), Some(end)) if end <= at => total,
            (Some(at), _) => Deadline { at: Some(at), limit: TimeLimit::Attempt, length, ..total },
            (None, _) => total,
        }
    }

    /// Whether the call may continue after this wait.
    pub(crate) fn leaves(&self, wait: Duration) -> bool {
        let Some(until) = self.clock.now().checked_add(wait) else { return false };
        self.end().is_none_or(|end| until < end)
    }

    pub(crate) async fn wait(&self, wait: Duration) {
        if !wait.is_zero() {
            self.clock.sleep(wait).await;
        }
    }
}

impl Deadline<'_> {
    /// Runs `work` until the deadline. Then `sent` returns whether the request may have reached the server. Boxed work
    /// is dropped first: until then, a transport may continue with the request on another thread.
    ///
    /// The caller pins the work: each async function that accepts it by value would reserve space for it twice.
    pub(crate) async fn run<T, W>(&mut self, sent: impl FnOnce() -> Sent, mut work: Pin<W>) -> Result<T, TransportError>
    where
        W: DerefMut<Target: Future<Output = Result<T, TransportError>>>,
    {
        let Some(at) = self.at else { return work.await };
        if at <= self.clock.now() {
            return Err(self.timeout(if sent() == Sent::Yes { Sent::Yes } else { Sent::No }));
        }
        if let Some(done) = self.alarm.run(self.clock, at, work.as_mut()).await {
            return done;
        }
        drop(work);
        Err(self.timeout(sent()))
    }

    fn timeout(&self, sent: Sent) -> TransportError {
        let reason = format!("no whole reply within {:?}, the limit of the {}", self.length, self.limit);
        TransportError::timeout(self.limit, sent, reason)
    }
}
