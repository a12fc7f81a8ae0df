//! Connecting again, for a stream whose definition allows it: when, after which wait, and how often.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::backoff;
use crate::boxed::BoxFuture;
use crate::endpoint::StreamingReply;
use crate::error::{AnyError, Error};
use crate::transport::error::{TimeLimit, TransportError, TransportErrorKind};

/// The default of how many requests in a row may bring nothing.
const ATTEMPTS: u32 = 5;
/// The default of the wait, if the stream does not set one. It is that of Chromium; the standard leaves it open.
const WAIT: Duration = Duration::from_secs(3);
/// The default of the longest wait, also if the stream sets one.
const LONGEST: Duration = Duration::from_secs(300);
/// The shortest wait, whatever the stream sets.
const SHORTEST: Duration = Duration::from_millis(100);

/// What the next request must contain so that the server continues the stream, and when it may be sent.
pub(super) struct Resumption {
    pub(super) field: HeaderName,
    pub(super) value: Resume,
    /// The wait that the stream has set.
    pub(super) wait: Option<Duration>,
}

/// The header field that names the last item.
pub(super) enum Resume {
    /// The value as it was sent in the last request.
    Unchanged,
    Value(HeaderValue),
    /// The stream has taken back its last value.
    Without,
    /// A header field cannot contain the value.
    Impossible,
}

/// The state of connecting again.
pub(super) struct Reconnect {
    attempts: u32,
    wait: Duration,
    longest: Duration,
    /// The number of requests since the last byte of the stream.
    fruitless: u32,
    /// The number of bytes that had arrived at the last look.
    seen: u64,
    /// How often the stream has connected again.
    count: u32,
    /// Waits, and sends the request. The mutex makes it `Sync`, and is never locked.
    work: Mutex<Option<BoxFuture<'static, Result<StreamingReply, AnyError>>>>,
}

/// Whether a stream connects again.
pub(super) enum Decision {
    Waits,
    /// The definition or the caller does not allow it, or the request cannot be repeated.
    NotAllowed,
    /// Not any more, for this reason.
    GivesUp(String),
}

impl Reconnect {
    pub(super) fn set_attempts(&mut self, attempts: u32) {
        self.attempts = attempts;
    }

    pub(super) fn set_waits(&mut self, first: Duration, longest: Duration) {
        (self.wait, self.longest) = (first, longest);
    }

    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Begins to wait for the next request, if there may be one. `received` bytes of the stream have arrived.
    pub(super) fn begin(
        &mut self,
        incoming: &StreamingReply,
        resumption: Option<Resumption>,
        received: u64,
    ) -> Decision {
        let (Some(again), Some(clock), Some(resumption)) = (&incoming.again, &incoming.clock, resumption) else {
            return Decision::NotAllowed;
        };
        if !incoming.spec.items.reconnect || self.attempts == 0 {
            return Decision::NotAllowed;
        }
        if received > self.seen {
            (self.seen, self.fruitless) = (received, 0);
        }
        if self.fruitless >= self.attempts {
            return Decision::GivesUp(format!("{} requests in a row brought nothing", self.fruitless));
        }
        let changes = match resumption.value {
            Resume::Unchanged => Vec::new(),
            Resume::Value(value) => vec![(resumption.field, Some(value))],
            Resume::Without => vec![(resumption.field, None)],
            Resume::Impossible => {
                return Decision::GivesUp("the last event id cannot be sent in a header field".to_owned());
            }
        };
        let base = resumption.wait.map_or(self.wait, |wait| wait.max(SHORTEST));
        let wait = backoff::wait(base, self.fruitless, self.longest, again.random());
        self.fruitless += 1;
        let (again, clock) = (Arc::clone(again), Arc::clone(clock));
        self.work = Mutex::new(Some(Box::pin(async move {
            clock.sleep(wait).await;
            again.send(changes).await
        })));
        Decision::Waits
    }

    /// Waits for the head of the next response.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<StreamingReply, AnyError>> {
        let work = self.work.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Some(sending) = work else { return Poll::Pending };
        let outcome = ready!(sending.as_mut().poll(context));
        *work = None;
        self.count += u32::from(outcome.is_ok());
        Poll::Ready(outcome)
    }

    /// Drops a request that is waited for.
    pub(super) fn stop(&mut self) {
        self.work = Mutex::new(None);
    }
}

impl Default for Reconnect {
    fn default() -> Self {
        Self {
            attempts: ATTEMPTS,
            wait: WAIT,
            longest: LONGEST,
            fruitless: 0,
            seen: 0,
            count: 0,
            work: Mutex::new(None),
        }
    }
}

/// Whether the rest of a stream that failed like this may still arrive on another connection.
pub(super) fn is_interruption(error: &TransportError) -> bool {
    match error.time_limit() {
        Some(limit) => limit != TimeLimit::Total,
        None => {
            let is_connection = matches!(
                error.kind(),
                TransportErrorKind::CutOff
                    | TransportErrorKind::Connect
                    | TransportErrorKind::NoReply
                    | TransportErrorKind::Refused
            );
            is_connection && !error.is_permanent()
        }
    }
}

/// The same for a request that was sent again, whose own time limits do not end the stream.
pub(super) fn is_interrupted_request(error: &AnyError) -> bool {
    match error {
        Error::Transport { source, .. } => is_interruption(source),
        Error::Timeout { .. } => true,
        _ => false,
    }
}
