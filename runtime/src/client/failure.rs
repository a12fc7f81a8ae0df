//! An attempt, and a call, that brought no whole reply.

use std::convert::Infallible;
use std::time::Duration;

use crate::error::Error;
use crate::error::call::FailedCall;
use crate::error::target::Target;
use crate::response::earlier::EarlierAttempt;
use crate::response::reply::{CallRecord, Reply};
use crate::spec::Spec;
use crate::transport::error::{Sent, TransportError, TransportErrorKind};

/// An attempt that brought no whole reply.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: TransportError,
    /// As much of the reply as had come.
    pub(crate) partial: Option<Reply>,
}

impl Failure {
    /// Whether the request may have reached the server; where a reply began, it did.
    pub(crate) fn sent(&self) -> Sent {
        if self.partial.is_some() { Sent::Yes } else { self.error.sent() }
    }

    /// What this attempt met, if it was not the last one and took this time.
    pub(crate) fn earlier(&self, elapsed: Duration) -> EarlierAttempt {
        let summary = self.partial.as_ref().map(Reply::summary).unwrap_or_default();
        EarlierAttempt::new(summary, Some(&self.error), elapsed)
    }

    /// Whether the server refused the request before it processed any of it.
    pub(crate) fn is_refusal(&self) -> bool {
        self.error.kind() == TransportErrorKind::Refused && self.sent() == Sent::No
    }

    /// Whether a redirect was followed before it.
    pub(crate) fn is_after_redirect(&self) -> bool {
        self.error.is_after_redirect() || self.partial.as_ref().is_some_and(Reply::is_after_redirect)
    }
}

/// A call that brought no whole reply.
pub(crate) struct Failed {
    pub(crate) failure: Failure,
    pub(crate) sent: Sent,
    pub(crate) call: CallRecord,
}

impl Failed {
    /// The error of a call of this endpoint.
    pub(crate) fn into_error(self, spec: &'static Spec, target: Box<Target>) -> Error<Infallible> {
        let Self { failure, sent, call } = self;
        Error::of_transport(failure.error, FailedCall::new(spec, Some(target), failure.partial, sent, call))
    }
}
