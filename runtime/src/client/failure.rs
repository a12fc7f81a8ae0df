//! Attempts and calls that ended without a complete reply.

use std::convert::Infallible;
use std::time::Duration;

use crate::error::Error;
use crate::error::call::FailedCall;
use crate::error::target::Target;
use crate::response::earlier::EarlierAttempt;
use crate::response::reply::{CallRecord, Reply};
use crate::spec::Spec;
use crate::transport::error::{Sent, TransportError, TransportErrorKind};

/// An attempt that ended without a complete reply.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: TransportError,
    /// The part of the reply that arrived.
    pub(crate) partial: Option<Reply>,
}

impl Failure {
    /// Returns whether the request may have reached the server. If a reply has started, it did.
    pub(crate) fn sent(&self) -> Sent {
        if self.partial.is_some() { Sent::Yes } else { self.error.sent() }
    }

    /// Summarizes this attempt for the error or reply of the call, if it was not the last one.
    pub(crate) fn earlier(&self, elapsed: Duration) -> EarlierAttempt {
        let summary = self.partial.as_ref().map(Reply::summary).unwrap_or_default();
        EarlierAttempt::new(summary, Some(&self.error), elapsed)
    }

    /// Whether the server refused the request before it processed any of it.
    pub(crate) fn is_refusal(&self) -> bool {
        self.error.kind() == TransportErrorKind::Refused && self.sent() == Sent::No
    }

    /// Whether a redirect was followed before the failure.
    pub(crate) fn is_after_redirect(&self) -> bool {
        self.error.is_after_redirect() || self.partial.as_ref().is_some_and(Reply::is_after_redirect)
    }
}

/// A call that ended without a complete reply.
pub(crate) struct Failed {
    pub(crate) failure: Failure,
    pub(crate) sent: Sent,
    pub(crate) call: CallRecord,
}

impl Failed {
    /// Converts it into the error of a call of this endpoint.
    pub(crate) fn into_error(self, spec: &'static Spec, target: Box<Target>) -> Error<Infallible> {
        let Self { failure, sent, call } = self;
        Error::of_transport(failure.error, FailedCall::new(spec, Some(target), failure.partial, sent, call))
    }
}
