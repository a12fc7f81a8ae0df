//! The time limits of a call and of its attempts.

use std::future::{Future, poll_fn};
use std::ops::DerefMut;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::clock::Clock;
use crate::clock::alarm::Alarm;
use crate::transport::error::Sent;
use crate::transport::error::{TimeLimit, TransportError};
use crate::transport::{Phase, Upload};

/// The time of one call: when it started and when it must end.
pub(crate) struct CallTime<'c> {
    clock: &'c dyn Clock,
    start: Duration,
    total: Option<Duration>,
    upload: Option<UploadTime<'c>>,
}

/// The shortest time between two looks at an upload that has not begun.
const LOOK: Duration = Duration::from_millis(10);

/// How the body of the request affects the time limits.
#[derive(Clone, Copy)]
pub(crate) struct UploadTime<'c> {
    pub(crate) upload: &'c Upload,
    /// How long it may stand still.
    pub(crate) idle: Option<Duration>,
    /// Whether the limit of the call counts from its end.
    pub(crate) extends_total: bool,
}

/// When some work must end, and because of which limit.
pub(crate) struct Deadline<'t> {
    time: &'t CallTime<'t>,
    /// A reading of the clock, and the limit of the attempt.
    attempt: Option<(Duration, Duration)>,
    /// When the upload was last looked at. It may begin on another thread, which does not wake the call.
    looked: Duration,
    alarm: Alarm,
}

/// The time that comes next.
struct Due {
    /// A reading of the clock.
    at: Duration,
    /// The limit that is reached then; `None` if it is only time to look at the upload again.
    limit: Option<TimeLimit>,
    length: Duration,
}

impl<'c> CallTime<'c> {
    pub(crate) fn start(total: Option<Duration>, clock: &'c dyn Clock, upload: Option<UploadTime<'c>>) -> Self {
        Self { clock, start: clock.now(), total, upload }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.clock.now().saturating_sub(self.start)
    }

    /// When the call must end, unless an upload that extends it goes on.
    fn end(&self) -> Option<Duration> {
        let upload = self.upload.filter(|upload| upload.extends_total);
        let uploaded = upload.and_then(|upload| upload.upload.waits_for().1);
        let from = uploaded.map_or(self.start, |uploaded| uploaded.max(self.start));
        self.total.and_then(|total| from.checked_add(total))
    }

    /// Returns when the whole call must end.
    pub(crate) fn total(&self) -> Deadline<'_> {
        Deadline { time: self, attempt: None, looked: self.clock.now(), alarm: Alarm::default() }
    }

    /// Returns when an attempt that starts now must end: at its own limit, or at that of the whole call if that comes
    /// first.
    pub(crate) fn attempt(&self, limit: Option<Duration>) -> Deadline<'_> {
        let attempt = limit.and_then(|length| Some((self.clock.now().checked_add(length)?, length)));
        Deadline { attempt, ..self.total() }
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
        let Some(due) = self.due() else { return work.await };
        if due.limit.is_some() && due.at <= self.time.clock.now() {
            return Err(self.timeout(&due, if sent() == Sent::Yes { Sent::Yes } else { Sent::No }));
        }
        let outcome = poll_fn(|context| {
            if let Poll::Ready(done) = work.as_mut().poll(context) {
                return Poll::Ready(Ok(done));
            }
            self.poll(context).map(Err)
        });
        let due = match outcome.await {
            Ok(done) => return done,
            Err(due) => due,
        };
        drop(work);
        Err(self.timeout(&due, sent()))
    }

    /// Waits for the first limit.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Due> {
        while let Some(due) = self.due() {
            ready!(self.alarm.poll(self.time.clock, due.at, context));
            if due.limit.is_some() {
                return Poll::Ready(due);
            }
            self.looked = self.time.clock.now().max(due.at);
        }
        Poll::Pending
    }

    /// Returns what comes first.
    fn due(&self) -> Option<Due> {
        let CallTime { total, upload, .. } = *self.time;
        let (phase, last) = upload.map_or((Phase::Over, None), |upload| upload.upload.waits_for());
        let is_uploading = matches!(phase, Phase::Content | Phase::Server);
        let idle = upload.and_then(|upload| upload.idle);
        let is_extended = is_uploading && upload.is_some_and(|upload| upload.extends_total);
        let due = |at: Option<Duration>, limit, length| at.map(|at| Due { at, limit, length });
        let at_total = self.time.end().filter(|_| !is_extended);
        let at_idle =
            idle.and_then(
                |idle| if is_uploading { last?.checked_add(idle) } else { self.looked.checked_add(idle.max(LOOK)) },
            );
        [
            due(at_total, Some(TimeLimit::Total), total.unwrap_or_default()),
            self.attempt.map(|(at, length)| Due { at, limit: Some(TimeLimit::Attempt), length }),
            due(at_idle, is_uploading.then_some(TimeLimit::Idle), idle.unwrap_or_default()),
        ]
        .into_iter()
        .flatten()
        .min_by_key(|due| due.at)
    }

    fn timeout(&self, due: &Due, sent: Sent) -> TransportError {
        let limit = due.limit.unwrap_or(TimeLimit::Total);
        let phase = self.time.upload.map(|upload| upload.upload.waits_for().0);
        let reason = match (limit, phase) {
            (TimeLimit::Idle, Some(Phase::Content)) => {
                format!("the body of the request had no next piece for {:?}, the limit of the {limit}", due.length)
            }
            (TimeLimit::Idle, _) => format!(
                "the server accepted no more of the request's body for {:?}, the limit of the {limit}",
                due.length
            ),
            _ => format!("no whole reply within {:?}, the limit of the {limit}", due.length),
        };
        TransportError::timeout(limit, sent, reason)
    }
}
