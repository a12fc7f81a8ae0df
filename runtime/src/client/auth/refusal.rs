//! [`Refusal`]: a reply that refuses the credentials, as an authorizer sees it.

use std::fmt;
use std::sync::Arc;

use http::{Extensions, Method, Uri};

use crate::clock::Clock;
use crate::response::Reply;
use crate::spec::Spec;

/// A reply that refuses the credentials of an attempt, as an [`Authorizer`](super::Authorizer) sees it.
pub struct Refusal<'a> {
    pub(super) spec: &'static Spec,
    pub(super) method: &'a Method,
    /// Without the query parameters that the authorizer added.
    pub(super) uri: &'a Uri,
    pub(super) reply: &'a Reply,
    pub(super) code: Option<&'a str>,
    pub(super) clock: &'a Arc<dyn Clock>,
    pub(super) memory: &'a mut Extensions,
    pub(super) can_try_again: bool,
    pub(super) is_first: bool,
}

impl<'a> Refusal<'a> {
    /// Returns the endpoint. It needs one of its [`scopes`](Spec::scopes).
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// Returns the method of the request.
    #[must_use]
    pub fn method(&self) -> &'a Method {
        self.method
    }

    /// Returns the URL of the request, without the query parameters that the authorizer added.
    #[must_use]
    pub fn uri(&self) -> &'a Uri {
        self.uri
    }

    /// Returns the refusal: its status, its header fields such as `WWW-Authenticate`, and its body.
    #[must_use]
    pub fn reply(&self) -> &'a Reply {
        self.reply
    }

    /// Returns the code of the error, if the API's error format finds one in the reply.
    #[must_use]
    pub fn code(&self) -> Option<&'a str> {
        self.code
    }

    /// Returns the client's clock.
    #[must_use]
    pub fn clock(&self) -> &'a Arc<dyn Clock> {
        self.clock
    }

    /// Returns the values that the authorizer kept in [`Outgoing::memory`](super::Outgoing::memory). New values are
    /// there at the next attempt.
    pub fn memory(&mut self) -> &mut Extensions {
        self.memory
    }

    /// Returns whether the request can be sent once more.
    ///
    /// It cannot be sent again in these cases: after a second refusal; after a redirect that was followed, if the
    /// method is not safe (RFC 9110 section 9.2.1); if the body can be read only once and was read.
    #[must_use]
    pub fn can_try_again(&self) -> bool {
        self.can_try_again
    }

    /// Returns whether this is the first refusal of the call. The second one refuses the credentials that replaced the
    /// first ones.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.is_first
    }
}

impl fmt::Debug for Refusal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("endpoint", &self.spec.name)
            .field("status", &self.reply.status())
            .field("can_try_again", &self.can_try_again)
            .field("is_first", &self.is_first)
            .finish_non_exhaustive()
    }
}
