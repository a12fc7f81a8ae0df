//! A user's decision on which failed attempts are repeated.

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode};

use super::decide::May;
use crate::boxed::{MaybeSend, MaybeSync};
use crate::response::Reply;
use crate::spec::Spec;
use crate::transport::error::TransportError;

/// A function that decides.
trait Decide: Fn(&FailedAttempt<'_>) -> RetryDecision + MaybeSend + MaybeSync {}

impl<F: Fn(&FailedAttempt<'_>) -> RetryDecision + MaybeSend + MaybeSync> Decide for F {}

/// The function of [`RetryPolicy::classify`](super::RetryPolicy::classify).
#[derive(Clone)]
pub(crate) struct Classifier(Arc<dyn Decide>);

impl Classifier {
    pub(super) fn new(decide: impl Fn(&FailedAttempt<'_>) -> RetryDecision + MaybeSend + MaybeSync + 'static) -> Self {
        Self(Arc::new(decide))
    }

    /// When the request may be sent again, if that was `may` without the function.
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

/// What to do after an attempt that did not succeed: returned by the function of
/// [`RetryPolicy::classify`](crate::RetryPolicy::classify).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryDecision {
    /// As without the function: see the table of [`RetryPolicy`](crate::RetryPolicy).
    Default,
    /// The call ends.
    Stop,
    /// Tries again, but only if a repetition does no harm: the method is idempotent (RFC 9110 section 9.2.2), the endpoint
    /// is marked `idempotent`, it has an `idempotency_key`, or the request was not processed, as the table of
    /// [`RetryPolicy`](crate::RetryPolicy) has it.
    Retry,
    /// Tries again with every method, although the server may have processed the request: it may happen twice.
    ///
    /// Return it only for replies of which the API guarantees that nothing happened. Two requests are still not sent again:
    /// one with an unsafe method (RFC 9110 section 9.2.1) after a redirect that was followed, and one whose body can be
    /// read only once and was read.
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
    /// The endpoint.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// The method of the request.
    #[must_use]
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// Which attempt of the call it was; the first one is 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The reply, as far as it came; `None` if there was none.
    #[must_use]
    pub fn reply(&self) -> Option<&'a Reply> {
        self.reply
    }

    /// The status of the reply.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.reply.map(Reply::status)
    }

    /// The header fields of the reply.
    #[must_use]
    pub fn headers(&self) -> Option<&'a HeaderMap> {
        self.reply.map(Reply::headers)
    }

    /// The code of the error, if the reply is complete and the API's error format finds one in it.
    #[must_use]
    pub fn code(&self) -> Option<&'a str> {
        self.code
    }

    /// Why there was no complete reply; `None` if there was one.
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
