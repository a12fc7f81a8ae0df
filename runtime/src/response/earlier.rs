//! The attempts of a call before its last one.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::text::{Cut, MAX_CODE};
use crate::transport::error::{TimeLimit, TransportError, TransportErrorKind};

/// How many attempts of a call are kept. If there are more, requests that the server refused to process are dropped
/// first, then the oldest attempts.
const KEPT: usize = 10;
/// How many of them an error prints.
const PRINTED: usize = 3;
/// How many characters of a text are kept.
const MAX_TEXT: usize = 1000;

/// An attempt of a call before its last one, with its result. An [`Error`](crate::Error) and a [`Reply`](crate::Reply)
/// list them: [`Error::earlier_attempts`](crate::Error::earlier_attempts).
///
/// Its `Display` is short: `503 overloaded`, `no connection`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EarlierAttempt {
    status: Option<StatusCode>,
    code: Option<Box<str>>,
    message: Option<Box<str>>,
    request_id: Option<Box<str>>,
    kind: Option<TransportErrorKind>,
    time_limit: Option<TimeLimit>,
    elapsed: Duration,
}

/// What an [`EarlierAttempt`] keeps of a reply. Empty if no reply arrived.
#[derive(Clone, Copy, Default)]
pub(crate) struct ReplySummary<'a> {
    pub(crate) status: Option<StatusCode>,
    pub(crate) request_id: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
    pub(crate) message: Option<&'a str>,
}

impl EarlierAttempt {
    /// Creates an attempt from what is known of its reply, the error that ended it, and its duration.
    pub(crate) fn new(reply: ReplySummary<'_>, error: Option<&TransportError>, elapsed: Duration) -> Self {
        Self {
            status: reply.status,
            code: reply.code.map(beginning),
            message: reply.message.map(beginning),
            request_id: reply.request_id.map(beginning),
            kind: error.map(TransportError::kind),
            time_limit: error.and_then(TransportError::time_limit),
            elapsed,
        }
    }

    /// Returns the status, if a reply arrived completely or in part.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Returns the error code of the reply, documented or not; at most 1000 characters.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the error message of the reply; at most 1000 characters.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the request id of the server: see [`Reply::request_id`](crate::Reply::request_id).
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the kind of failure, if no complete reply arrived.
    #[must_use]
    pub fn transport_error(&self) -> Option<TransportErrorKind> {
        self.kind
    }

    /// Returns which limit was exceeded, if the attempt timed out.
    #[must_use]
    pub fn time_limit(&self) -> Option<TimeLimit> {
        self.time_limit
    }

    /// Returns how long the attempt took, without the wait after it.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

/// Cuts a text to the length that is kept.
fn beginning(text: &str) -> Box<str> {
    let end = text.char_indices().nth(MAX_TEXT).map_or(text.len(), |(at, _)| at);
    text[..end].into()
}

impl fmt::Display for EarlierAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(kind) = self.kind {
            f.write_str(kind.words())?;
            return self.status.map_or(Ok(()), |status| write!(f, " ({})", status.as_u16()));
        }
        if let Some(status) = self.status {
            write!(f, "{}", status.as_u16())?;
        }
        self.code.as_deref().map_or(Ok(()), |code| write!(f, " {}", Cut(code, MAX_CODE)))
    }
}

/// The attempts of a call before its last one; if there are many, only the last ones. The error and its reply share
/// them.
#[derive(Clone, Default)]
pub(crate) struct Earlier(Option<Arc<Vec<EarlierAttempt>>>);

impl Earlier {
    pub(crate) fn push(&mut self, attempt: EarlierAttempt) {
        let attempts = Arc::make_mut(self.0.get_or_insert_default());
        if attempts.len() == KEPT {
            let is_refused = |attempt: &EarlierAttempt| attempt.kind == Some(TransportErrorKind::Refused);
            attempts.remove(attempts.iter().position(is_refused).unwrap_or(0));
        }
        attempts.push(attempt);
    }

    pub(crate) fn as_slice(&self) -> &[EarlierAttempt] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

/// Prints `; earlier attempts: 503 overloaded, no connection`, or nothing if there was only one attempt.
impl fmt::Display for Earlier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let attempts = self.as_slice();
        if attempts.is_empty() {
            return Ok(());
        }
        let left_out = attempts.len().saturating_sub(PRINTED);
        f.write_str(if left_out == 0 { "; earlier attempts: " } else { "; earlier attempts: .., " })?;
        for (number, attempt) in attempts[left_out..].iter().enumerate() {
            write!(f, "{}{attempt}", if number == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(status: Option<StatusCode>, kind: Option<TransportErrorKind>) -> EarlierAttempt {
        EarlierAttempt {
            status,
            code: None,
            message: None,
            request_id: None,
            kind,
            time_limit: None,
            elapsed: Duration::ZERO,
        }
    }

    #[test]
    fn refused_streams_are_dropped_before_replies() {
        let mut earlier = Earlier::default();
        let refused = attempt(None, Some(TransportErrorKind::Refused));
        let replied = |status: u16| attempt(StatusCode::from_u16(status).ok(), None);
        earlier.push(refused.clone());
        earlier.push(replied(503));
        for _ in 0..2 * KEPT {
            earlier.push(refused.clone());
        }
        let statuses = |earlier: &Earlier| earlier.as_slice().iter().map(EarlierAttempt::status).collect::<Vec<_>>();
        assert_eq!(earlier.as_slice().len(), KEPT);
        assert_eq!(statuses(&earlier)[0], Some(StatusCode::SERVICE_UNAVAILABLE));
        for status in 500..515 {
            earlier.push(replied(status));
        }
        assert_eq!(statuses(&earlier), (505..515).map(|status| StatusCode::from_u16(status).ok()).collect::<Vec<_>>());
    }
}
