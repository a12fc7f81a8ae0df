//! The user's decision on which failed attempts are retried.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode};

use super::rules::May;
use crate::boxed::{MaybeSend, MaybeSync};
use crate::response::Reply;
use crate::spec::Spec;
use crate::transport::error::TransportError;

/// The type of the function.
trait Decide: Fn(&FailedAttempt<'_>) -> RetryDecision + MaybeSend + MaybeSync {}

impl<F: Fn(&FailedAttempt<'_>) -> RetryDecision + MaybeSend + MaybeSync> Decide for F {}

/// The function of [`RetryPolicy::classify`](super::RetryPolicy::classify).
#[derive(Clone)]
pub(crate) struct Classifier(Arc<dyn Decide>);

impl Classifier {
    pub(super) fn new(decide: impl Fn(&FailedAttempt<'_>) -> RetryDecision + MaybeSend + MaybeSync + 'static) -> Self {
        Self(Arc::new(decide))
    }

    /// Returns when the request may be sent again. `may` is the answer without the function.
    pub(crate) fn decide(&self, attempt: &FailedAttempt<'_>, may: May) -> May {
        match (self.0)(attempt) {
            RetryDecision::Default => may,
            RetryDecision::Stop => May::Never,
            RetryDecision::Retry if may == May::Always => May::Always,
            RetryDecision::Retry => May::IfIdempotent,
            RetryDecision::RetryEvenIfProcessed => May::Always,
        }
    }
}

impl fmt::Debug for Classifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Classifier(..)")
    }
}

/// What to do after an attempt that did not succeed. The function of
/// [`RetryPolicy::classify`](crate::RetryPolicy::classify) returns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryDecision {
    /// Decides as without the function: see the table of [`RetryPolicy`](crate::RetryPolicy).
    Default,
    /// Ends the call.
    Stop,
    /// Tries again, but only if a repetition does no harm: the method is idempotent (RFC 9110 section 9.2.2), the
    /// endpoint is marked `idempotent`, it has an `idempotency_key`, or the request was not processed (see the table of
    /// [`RetryPolicy`](crate::RetryPolicy)).
    Retry,
    /// Tries again with every method. The server may have processed the request already, so its effect may happen
    /// twice.
    ///
    /// Return it only if the API guarantees that a request with such a reply had no effect. Even then, the request is
    /// not sent again in two cases: after a redirect that was followed, if its method is not safe (RFC 9110 section
    /// 9.2.1), and if its body can be read only once and was read.
    RetryEvenIfProcessed,
}

/// An attempt that did not succeed, for the function of [`RetryPolicy::classify`](crate::RetryPolicy::classify).
pub struct FailedAttempt<'a> {
    pub(crate) spec: &'static Spec,
    pub(crate) method: &'a Method,
    pub(crate) number: u32,
    pub(crate) reply: Option<&'a Reply>,
    pub(crate) error: Option<&'a TransportError>,
    pub(crate) code: Option<&'a str>,
}

impl<'a> FailedAttempt<'a> {
    /// Returns the endpoint.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// Returns the method of the request.
    #[must_use]
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// Returns the number of the attempt; the first one is 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Returns the reply, as far as it arrived; `None` if there was none.
    #[must_use]
    pub fn reply(&self) -> Option<&'a Reply> {
        self.reply
    }

    /// Returns the status of the reply.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.reply.map(Reply::status)
    }

    /// Returns the header fields of the reply.
    #[must_use]
    pub fn headers(&self) -> Option<&'a HeaderMap> {
        self.reply.map(Reply::headers)
    }

    /// Returns the code of the error, if the reply is complete and the API's error format finds one in it.
    #[must_use]
    pub fn code(&self) -> Option<&'a str> {
        self.code
    }

    /// Returns why there was no complete reply; `None` if there was one.
    #[must_use]
    pub fn error(&self) -> Option<&'a TransportError> {
        self.error
    }
}

impl fmt::Debug for FailedAttempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FailedAttempt")
            .field("endpoint", &self.spec.name)
            .field("number", &self.number)
            .field("status", &self.status())
            .field("code", &self.code)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}
