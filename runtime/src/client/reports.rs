//! Events: what a client reports of its calls, for metrics and logs.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::StatusCode;

use crate::boxed::{MaybeSend, MaybeSync};
use crate::clock::Clock;
use crate::error::Error;
use crate::error::documented::DocumentedError;
use crate::response::reply::Reply;
use crate::spec::Spec;
use crate::transport::error::{TimeLimit, TransportError, TransportErrorKind};

/// Something that happened to a call: see [`ClientBuilder::on_event`](crate::ClientBuilder::on_event).
///
/// It contains no values of header fields, no URL and no body.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct CallEvent<'a> {
    /// The endpoint: its method, path template and name.
    pub spec: &'static Spec,
    /// What happened.
    pub kind: CallEventKind<'a>,
    /// How many attempts the call has made so far. An [`Attempt`](CallEventKind::Attempt) has its own number, from 1.
    pub attempts: u32,
    /// The status of the last attempt's response, if one arrived, as far as its head.
    pub status: Option<StatusCode>,
    /// Why the last attempt has no complete response.
    pub failure: Option<TransportErrorKind>,
    /// How long the attempt took, for an [`Attempt`](CallEventKind::Attempt). Otherwise how long the call has taken so far, with
    /// the waits between its attempts.
    pub duration: Duration,
    /// How many bytes the content of the request has, if that is known before it is sent. Header fields do not count.
    pub request_bytes: Option<u64>,
    /// How many bytes of the content of the last attempt's response have arrived, after decompression. Header fields do not
    /// count. It is 0 for a [stream](crate::stream): there the call ends when the head arrives.
    pub response_bytes: u64,
}

/// What happened to a call.
///
/// Each call has one `Start`, then an `Attempt` for each attempt that ended, a `Retry` before the wait for the next one, and one
/// `End`. A call that is never polled has no events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallEventKind<'a> {
    /// The call was polled for the first time.
    Start,
    /// An attempt ended, with a complete response of any status or without one.
    Attempt,
    /// The call waits before another attempt. Not reported for an attempt with new credentials, which follows at once.
    Retry {
        /// How long it waits.
        wait: Duration,
    },
    /// The call ended.
    End {
        /// Its result.
        outcome: CallOutcome<'a>,
        /// Why there was no further attempt.
        stop: StopReason,
    },
}

/// The result of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallOutcome<'a> {
    /// A value.
    Success,
    /// [`Error::Documented`](crate::Error::Documented).
    Documented {
        /// The code that the server sent.
        code: Option<&'a str>,
    },
    /// [`Error::Undocumented`](crate::Error::Undocumented). Servers choose such codes freely: do not use them as labels of
    /// metrics.
    Undocumented {
        /// The code that the server sent.
        code: Option<&'a str>,
    },
    /// [`Error::UnexpectedBody`](crate::Error::UnexpectedBody).
    UnexpectedBody,
    /// [`Error::Decode`](crate::Error::Decode).
    Decode,
    /// [`Error::Transport`](crate::Error::Transport).
    Transport(TransportErrorKind),
    /// [`Error::Timeout`](crate::Error::Timeout), of this limit.
    Timeout(Option<TimeLimit>),
    /// [`Error::Build`](crate::Error::Build): the request could not be built, and nothing was sent.
    Build,
    /// No result: the future was dropped before the call ended.
    Dropped,
}

impl<'a> CallOutcome<'a> {
    /// The outcome of a call that returned this error.
    pub(crate) fn of<E: DocumentedError>(error: &'a Error<E>) -> Self {
        match error {
            Error::Documented { .. } => Self::Documented { code: error.code() },
            Error::Undocumented { .. } => Self::Undocumented { code: error.code() },
            Error::UnexpectedBody { .. } => Self::UnexpectedBody,
            Error::Decode { .. } => Self::Decode,
            // The call of the page was successful.
            Error::Pages { .. } => Self::Success,
            Error::Transport { source, .. } => Self::Transport(source.kind()),
            Error::Timeout { source, .. } => Self::Timeout(source.time_limit()),
            Error::Build { .. } => Self::Build,
        }
    }
}

/// Why there was no further attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StopReason {
    /// The last response is a success.
    Success,
    /// Another attempt would not help, or is not safe: see [`RetryPolicy`](crate::RetryPolicy).
    NotRetryable,
    /// The policy allows no further attempt.
    Attempts,
    /// The client's retry budget is used up.
    Budget,
    /// The whole call has timed out, or would time out during the wait.
    Deadline,
    /// The server asks to wait for longer than
    /// [`longest_retry_after`](crate::RetryPolicy::longest_retry_after).
    RetryAfter,
    /// The request would have been sent again, but its [`Body`](crate::Body) cannot be read again.
    Body,
    /// The request could not be built.
    Build,
    /// The future was dropped.
    Dropped,
}

impl CallOutcome<'_> {
    /// Returns a word for traces, if the result comes from a complete reply.
    pub(crate) fn of_reply(&self) -> Option<&'static str> {
        match self {
            Self::Documented { .. } => Some("documented"),
            Self::Undocumented { .. } => Some("undocumented"),
            Self::UnexpectedBody => Some("unexpected_body"),
            Self::Decode => Some("decode"),
            Self::Success | Self::Transport(_) | Self::Timeout(_) | Self::Build | Self::Dropped => None,
        }
    }
}

/// The function that a client calls for each event.
#[derive(Clone)]
pub(crate) struct EventHook(pub(crate) Arc<dyn OnEvent>);

/// A function that may be called from any thread.
pub(crate) trait OnEvent: Fn(&CallEvent<'_>) + MaybeSend + MaybeSync {}

impl<F: Fn(&CallEvent<'_>) + MaybeSend + MaybeSync> OnEvent for F {}

impl EventHook {
    /// Reports a call whose request could not be built.
    pub(crate) fn not_built(&self, spec: &'static Spec) {
        for kind in [CallEventKind::Start, CallEventKind::End { outcome: CallOutcome::Build, stop: StopReason::Build }]
        {
            let (duration, status, failure) = (Duration::ZERO, None, None);
            (self.0)(&CallEvent {
                spec,
                kind,
                attempts: 0,
                status,
                failure,
                duration,
                request_bytes: None,
                response_bytes: 0,
            });
        }
    }
}

impl fmt::Debug for EventHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventHook(..)")
    }
}

/// A call of a client with a hook.
pub(crate) struct Watch {
    hook: EventHook,
    spec: &'static Spec,
    clock: Arc<dyn Clock>,
    start: Duration,
    request_bytes: Option<u64>,
    /// Not locked while the hook runs.
    known: Mutex<Known>,
}

/// What is known about a call so far.
#[derive(Clone, Copy)]
struct Known {
    attempts: u32,
    attempt_start: Duration,
    status: Option<StatusCode>,
    failure: Option<TransportErrorKind>,
    response_bytes: u64,
    stop: StopReason,
}

impl Watch {
    /// Reports the start of a call.
    pub(crate) fn start(
        hook: &EventHook,
        spec: &'static Spec,
        clock: &Arc<dyn Clock>,
        request_bytes: Option<u64>,
    ) -> Self {
        let start = clock.now();
        let known = Known {
            attempts: 0,
            attempt_start: start,
            status: None,
            failure: None,
            response_bytes: 0,
            stop: StopReason::NotRetryable,
        };
        let (hook, clock, known) = (hook.clone(), Arc::clone(clock), Mutex::new(known));
        let watch = Self { hook, spec, clock, start, request_bytes, known };
        watch.report(CallEventKind::Start, start);
        watch
    }

    pub(crate) fn begins_attempt(&self) {
        let mut known = self.known();
        known.attempts += 1;
        known.attempt_start = self.clock.now();
    }

    /// Records the outcome of an attempt, or of a call that ended before one.
    pub(crate) fn met(&self, reply: Option<&Reply>, error: Option<&TransportError>) {
        let mut known = self.known();
        known.status = reply.map(Reply::status);
        known.response_bytes = reply.map_or(0, |reply| reply.body().len() as u64);
        known.failure = error.map(TransportError::kind);
        if error.is_some_and(|error| error.time_limit() == Some(TimeLimit::Total)) {
            known.stop = StopReason::Deadline;
        }
    }

    pub(crate) fn ended_attempt(&self) {
        let start = self.known().attempt_start;
        self.report(CallEventKind::Attempt, start);
    }

    pub(crate) fn waits(&self, wait: Duration) {
        self.report(CallEventKind::Retry { wait }, self.start);
    }

    pub(crate) fn stops(&self, reason: StopReason) {
        self.known().stop = reason;
    }

    pub(crate) fn ended(&self, outcome: CallOutcome<'_>) {
        let stop = self.known().stop;
        self.report(CallEventKind::End { outcome, stop }, self.start);
    }

    /// Not during a panic, which may come from the hook itself: a second panic would abort the program.
    pub(crate) fn dropped(&self) {
        if std::thread::panicking() {
            return;
        }
        self.stops(StopReason::Dropped);
        self.ended(CallOutcome::Dropped);
    }

    fn report(&self, kind: CallEventKind<'_>, since: Duration) {
        let Known { attempts, status, failure, response_bytes, .. } = *self.known();
        let duration = self.clock.now().saturating_sub(since);
        let (spec, request_bytes) = (self.spec, self.request_bytes);
        (self.hook.0)(&CallEvent { spec, kind, attempts, status, failure, duration, request_bytes, response_bytes });
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
