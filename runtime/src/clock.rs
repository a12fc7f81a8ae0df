//! Keeping the time of a call and of its attempts.

#[cfg(feature = "tokio")]
mod timers;

use std::future::Future;
#[cfg(feature = "tokio")]
use std::future::poll_fn;
use std::pin::Pin;
#[cfg(feature = "tokio")]
use std::pin::pin;
#[cfg(feature = "tokio")]
use std::task::Poll;
use std::time::Duration;
#[cfg(not(feature = "tokio"))]
use std::time::Instant;

// Of tokio, so that a clock which a test has paused is ours too.
#[cfg(feature = "tokio")]
use tokio::time::Instant;

#[cfg(feature = "tokio")]
pub(crate) use self::timers::Timers;
use crate::error::Sent;
#[cfg(feature = "tokio")]
use crate::transport::TransportErrorKind;
use crate::transport::{TimeLimit, TransportError};

/// The time of one call: when it began and when it has to end.
pub(crate) struct Clock<'t> {
    start: Instant,
    total: Option<Duration>,
    timers: &'t Timers,
}

/// When some work has to end, and by which limit.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "tokio"), expect(dead_code, reason = "nothing ends without a clock"))]
pub(crate) struct Deadline<'t> {
    timers: &'t Timers,
    at: Option<Instant>,
    limit: TimeLimit,
    length: Duration,
}

impl<'t> Clock<'t> {
    pub(crate) fn start(total: Option<Duration>, timers: &'t Timers) -> Self {
        Self { start: Instant::now(), total, timers }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// The end of the whole call.
    pub(crate) fn total(&self) -> Deadline<'t> {
        let length = self.total.unwrap_or_default();
        let at = self.total.and_then(|total| self.start.checked_add(total));
        Deadline { timers: self.timers, at, limit: TimeLimit::Total, length }
    }

    /// The end of an attempt that begins now: its own, or that of the whole call where it is nearer.
    pub(crate) fn attempt(&self, limit: Option<Duration>) -> Deadline<'t> {
        let total = self.total();
        let Some(length) = limit else { return total };
        match (Instant::now().checked_add(length), total.at) {
            (Some(at), Some(end)) if end <= at => total,
            (Some(at), _) => Deadline { at: Some(at), limit: TimeLimit::Attempt, length, ..total },
            (None, _) => total,
        }
    }

    /// Whether the call goes on behind such a wait. Without a clock nothing is waited for.
    pub(crate) fn leaves(&self, wait: Duration) -> bool {
        let Some(until) = Instant::now().checked_add(wait) else { return false };
        self.total().at.is_none_or(|end| until < end) && has_clock()
    }

    /// Waits.
    #[cfg(feature = "tokio")]
    pub(crate) async fn wait(&self, wait: Duration) {
        tokio::time::sleep(wait).await;
    }

    /// Without a clock nothing is waited for.
    #[cfg(not(feature = "tokio"))]
    #[expect(clippy::unused_async, reason = "the shape of the one that waits")]
    pub(crate) async fn wait(&self, _: Duration) {}
}

impl Deadline<'_> {
    /// Runs `work` until the time is up; `sent` is what is known then of the request.
    ///
    /// The work stands with the caller: each async function that took it would keep room for it twice.
    #[cfg(feature = "tokio")]
    pub(crate) async fn run<T>(
        self,
        sent: Sent,
        work: Pin<&mut (impl Future<Output = Result<T, TransportError>> + ?Sized)>,
    ) -> Result<T, TransportError> {
        let Some(at) = self.at else { return work.await };
        if !has_clock() {
            return Err(TransportError::new(
                TransportErrorKind::Request,
                Sent::No,
                "a timeout needs a tokio runtime; await the call inside of one or build the client with `no_timeout()`",
            ));
        }
        let up = |sent| {
            let reason = format!("no whole reply within {:?}, the limit of the {}", self.length, self.limit);
            Err(TransportError::timeout(self.limit, sent, reason))
        };
        // tokio would begin the work all the same, and count in milliseconds.
        if at <= Instant::now() {
            return up(if sent == Sent::Yes { Sent::Yes } else { Sent::No });
        }
        self.timers.run(at, work).await.unwrap_or_else(|| up(sent))
    }

    /// The same, but once the time is up `work` goes no further: where many wait for the same thing and all of them give up,
    /// none begins anew what it would not see the end of.
    #[cfg(feature = "tokio")]
    pub(crate) async fn run_no_further<T>(
        self,
        sent: Sent,
        mut work: Pin<&mut (impl Future<Output = Result<T, TransportError>> + ?Sized)>,
    ) -> Result<T, TransportError> {
        let watched = poll_fn(|context| if self.is_over() { Poll::Pending } else { work.as_mut().poll(context) });
        self.run(sent, pin!(watched)).await
    }

    #[cfg(feature = "tokio")]
    fn is_over(self) -> bool {
        self.at.is_some_and(|at| at <= Instant::now())
    }

    /// Without a clock the transport keeps the time, or nobody.
    #[cfg(not(feature = "tokio"))]
    pub(crate) async fn run<T>(
        self,
        _: Sent,
        work: Pin<&mut (impl Future<Output = Result<T, TransportError>> + ?Sized)>,
    ) -> Result<T, TransportError> {
        debug_assert!(self.at.is_none(), "only the `tokio` feature has a timeout to set");
        work.await
    }
}

#[cfg(feature = "tokio")]
fn has_clock() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

/// Without a clock there are none.
#[cfg(not(feature = "tokio"))]
#[derive(Debug, Default)]
pub(crate) struct Timers {}

#[cfg(not(feature = "tokio"))]
fn has_clock() -> bool {
    false
}
