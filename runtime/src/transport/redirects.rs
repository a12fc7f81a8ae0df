//! Redirects: which ones a call may follow, and whether any were followed.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{Response, StatusCode};

use crate::spec::{ErrorTable, Spec};

/// Which redirects a call may follow. A client puts it into the extensions of each request that it sends, for transports
/// and layers that follow redirects themselves.
///
/// Such a transport checks [`may_follow`](Self::may_follow) for every redirect, and calls
/// [`mark_followed`](Self::mark_followed) before it sends the next request. The client then does not send the original
/// request again unless its method is safe (RFC 9110 section 9.2.1), because the redirect was the server's reply to it.
///
/// A redirect with status 307 or 308 repeats the request with its body. Keep a clone of the body for it. If
/// [`Body::is_spent`](super::Body::is_spent) of that clone is true, do not follow the redirect: call
/// [`mark_stopped_by_body`](Self::mark_stopped_by_body) and return the redirect as the response.
///
/// A request that does not come from a client has no such extension; its redirects may be followed freely.
///
/// ```
/// use callsheet::transport::Redirects;
/// use http::{Request, StatusCode};
///
/// /// Whether this redirect is followed; called before the next request is sent.
/// fn follows<B>(request: &Request<B>, status: StatusCode) -> bool {
///     match request.extensions().get::<Redirects>() {
///         Some(redirects) if redirects.may_follow(status) => {
///             redirects.mark_followed();
///             true
///         }
///         Some(_) => false,
///         None => true,
///     }
/// }
/// assert!(follows(&Request::new(()), StatusCode::FOUND));
/// ```
#[derive(Clone)]
pub struct Redirects {
    spec: &'static Spec,
    errors: &'static ErrorTable,
    is_on: bool,
    /// Shared with the client, which reads it even if the call is cancelled in the middle of a redirect.
    followed: Arc<Followed>,
}

#[derive(Default)]
struct Followed {
    any: AtomicBool,
    /// Whether a redirect was not followed because the body cannot be read again.
    is_stopped_by_body: AtomicBool,
    /// The last redirect that was followed, if the transport keeps it.
    last: Mutex<Option<Box<Response<()>>>>,
}

impl Followed {
    fn last(&self) -> MutexGuard<'_, Option<Box<Response<()>>>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Redirects {
    pub(crate) fn new(spec: &'static Spec, errors: &'static ErrorTable, is_on: bool) -> Self {
        Self { spec, errors, is_on, followed: Arc::default() }
    }

    /// Returns whether a redirect with this status may be followed.
    ///
    /// It may not be followed if the client or the call turned redirects off
    /// ([`ClientBuilder::follow_redirects`](crate::ClientBuilder::follow_redirects)), or if the endpoint's definition
    /// accepts the status, in `success` or for a documented error other than `default`. Such a redirect is the response
    /// that the caller expects.
    #[must_use]
    pub fn may_follow(&self, status: StatusCode) -> bool {
        self.is_on && !self.spec.success.contains(status) && !self.errors.names(status)
    }

    /// Records that a redirect is followed. Call it before the next request is sent.
    pub fn mark_followed(&self) {
        self.followed.any.store(true, Ordering::Release);
    }

    /// The same, and keeps the redirect as the reply of an error without a reply.
    #[cfg(all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown"))))]
    pub(super) fn mark_followed_from(&self, head: Response<()>) {
        *self.followed.last() = Some(Box::new(head));
        self.mark_followed();
    }

    /// Records that a redirect is not followed because it needs the body again, which can be read only once
    /// ([`Body::is_spent`](super::Body::is_spent)). The error of the call reports this.
    pub fn mark_stopped_by_body(&self) {
        self.followed.is_stopped_by_body.store(true, Ordering::Release);
    }

    pub(crate) fn were_stopped_by_body(&self) -> bool {
        self.followed.is_stopped_by_body.load(Ordering::Acquire)
    }

    pub(crate) fn take_last(&self) -> Option<Response<()>> {
        self.followed.last().take().map(|head| *head)
    }

    pub(crate) fn were_followed(&self) -> bool {
        self.followed.any.load(Ordering::Acquire)
    }

    /// Starts another attempt.
    pub(crate) fn reset(&self) {
        self.followed.any.store(false, Ordering::Release);
        self.followed.is_stopped_by_body.store(false, Ordering::Release);
        *self.followed.last() = None;
    }
}

impl fmt::Debug for Redirects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (endpoint, followed) = (self.spec.name, self.were_followed());
        let mut debug = f.debug_struct("Redirects");
        debug.field("endpoint", &endpoint).field("is_on", &self.is_on).field("followed", &followed);
        debug.finish_non_exhaustive()
    }
}

/// Marks a response, in its extensions, as one that came after a redirect which the transport or a layer followed.
///
/// It is for a transport that cannot use [`Redirects`] because it only learns about the redirect from the response. For
/// an error, use [`TransportError::after_redirect`](super::TransportError::after_redirect).
///
/// ```
/// use callsheet::transport::{Body, Redirected};
///
/// let mut response = http::Response::new(Body::from("{}"));
/// response.extensions_mut().insert(Redirected::new().without_credentials());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redirected {
    is_without_credentials: bool,
    /// Host and port of the server that answered or failed.
    server: Option<(Arc<str>, u16)>,
}

impl Redirected {
    /// Creates the mark for a response after a redirect.
    #[must_use]
    pub const fn new() -> Self {
        Self { is_without_credentials: false, server: None }
    }

    /// Records that the redirect led to another origin, and that the credentials were removed. A 401 then does not
    /// count as a refusal of the client's token.
    #[must_use]
    pub fn without_credentials(self) -> Self {
        Self { is_without_credentials: true, ..self }
    }

    /// Records the server that answered, for traces.
    #[must_use]
    pub fn server(self, host: impl Into<Arc<str>>, port: u16) -> Self {
        Self { server: Some((host.into(), port)), ..self }
    }

    pub(crate) fn is_without_credentials(&self) -> bool {
        self.is_without_credentials
    }

    pub(crate) fn answered_by(&self) -> Option<(&str, u16)> {
        self.server.as_ref().map(|(host, port)| (&**host, *port))
    }
}
