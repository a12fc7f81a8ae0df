//! Transports from `tower` services and layers, and services from transports.
//!
//! Use it to put rate limits, concurrency limits, caches, traces and your own layers between the client and the server.
//! A layer sees one attempt: retries, tokens and the timeout of the call belong to the client.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! use std::time::Duration;
//!
//! use callsheet::Client;
//! use callsheet::transport::reqwest::ReqwestTransport;
//! use callsheet::transport::tower::{TowerTransport, TransportService};
//! use tower::ServiceBuilder;
//!
//! let service = ServiceBuilder::new()
//!     .rate_limit(10, Duration::from_secs(1))
//!     .concurrency_limit(4)
//!     .service(TransportService::new(ReqwestTransport::new()?));
//! let client = Client::builder("https://api.example.com").transport(TowerTransport::new(service)).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Errors of layers
//!
//! An error of a layer becomes an [`Error::Transport`](crate::Error::Transport) or an
//! [`Error::Timeout`](crate::Error::Timeout):
//!
//! | the error, or one of its sources | becomes | was it sent? |
//! | --- | --- | --- |
//! | a [`TransportError`], of the transport or of a layer | according to its kind | according to its [`Sent`] |
//! | `tower::timeout::error::Elapsed` | an attempt timeout; idempotent calls are retried | maybe, or no if [`SendState`] says so |
//! | `tower::load_shed::error::Overloaded` | [`TransportErrorKind::Layer`] | no |
//! | any other error of `poll_ready` | [`TransportErrorKind::Layer`] | no |
//! | any other error | [`TransportErrorKind::Layer`] | maybe, or no if [`SendState`] says so |
//!
//! So a layer that rejects a request should return a `TransportError`, directly or as the source of its own error, to
//! report that nothing was sent:
//!
//! ```
//! use callsheet::error::Sent;
//! use callsheet::transport::{TransportError, TransportErrorKind};
//!
//! fn refuse() -> TransportError {
//!     TransportError::new(TransportErrorKind::Layer, Sent::No, "the circuit is open")
//! }
//! ```
//!
//! If the call times out before the service is ready, nothing was sent.
//!
//! # Redirects
//!
//! `FollowRedirect` of tower-http receives the redirects that the default transport did not follow. It does not know which
//! ones the call allows. Give it this policy, which also prevents a retry of a call that times out in the middle of a
//! redirect. `Limited` limits the number of redirects; without it, a server that redirects to itself would keep the call busy
//! until its timeout. Put `AsTheCallSays` last: it marks every redirect that it allows as followed, even if a later policy
//! refuses it.
//!
//! ```
//! use callsheet::transport::{Body, BoxError, Redirects};
//! use http::Request;
//! use tower_http::follow_redirect::FollowRedirectLayer;
//! use tower_http::follow_redirect::policy::{Action, Attempt, Limited, Policy, PolicyExt as _, SameOrigin};
//!
//! /// Follows the redirects that the call may follow.
//! #[derive(Clone, Default)]
//! struct AsTheCallSays(Option<Redirects>);
//!
//! impl<B, E> Policy<B, E> for AsTheCallSays {
//!     fn on_request(&mut self, request: &mut Request<B>) {
//!         // Once: the requests of redirects may have lost their extensions.
//!         self.0 = self.0.take().or_else(|| request.extensions().get().cloned());
//!     }
//!
//!     fn redirect(&mut self, attempt: &Attempt<'_>) -> Result<Action, E> {
//!         match &self.0 {
//!             Some(redirects) if redirects.may_follow(attempt.status()) => redirects.mark_followed(),
//!             Some(_) => return Ok(Action::Stop),
//!             None => {}
//!         }
//!         Ok(Action::Follow)
//!     }
//! }
//!
//! let policy = Limited::default()
//!     .and::<_, Body, BoxError>(SameOrigin::default())
//!     .and::<_, Body, BoxError>(AsTheCallSays::default());
//! let layer = FollowRedirectLayer::with_policy(policy);
//! ```

mod waiters;

use std::any::Any;
use std::fmt;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::LOCATION;
use http::{Method, Request, Response, Uri};
use tower::load_shed::error::Overloaded;
use tower::timeout::error::Elapsed;
use tower_service::Service;

use self::waiters::{Place, Waiters};
use super::{
    Body, BoxFuture, Redirected, Redirects, SendState, TimeLimit, Transport, TransportError, TransportErrorKind,
};
use crate::boxed::{BoxError, MaybeSend};
use crate::transport::causes::causes;
use crate::transport::error::Sent;

/// A transport that sends requests through a `tower` service.
///
/// All calls share the service, so it need not be `Clone`, and its limits apply to all calls together. Calls wait for
/// their replies concurrently. A call that is not polled, for example one that is kept outside of a `select!`, does not
/// block the others: when the service becomes ready, the first call that is polled uses it. For this, all waiting calls
/// are woken, the oldest first. If thousands of calls wait for a small limit, start fewer of them at a time.
///
/// This transport provides no clock. To use the clock of tokio, set
/// [`ClientBuilder::clock`](crate::ClientBuilder::clock).
///
/// The requests have bodies of type [`Body`].
pub struct TowerTransport<S> {
    service: Mutex<S>,
    waiters: Arc<Waiters>,
}

impl<S> TowerTransport<S> {
    /// Creates a transport that uses this service.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service), waiters: Arc::default() }
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TowerTransport").finish_non_exhaustive()
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<Request<Body>, Response = Response<B>> + MaybeSend + 'static,
    S::Future: MaybeSend,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + MaybeSend + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, mut request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            request.extensions_mut().insert(Requests::default());
            let state = request.extensions().get::<SendState>().cloned().unwrap_or_default();
            let not_ready = |error: S::Error| converted(error.into(), TransportErrorKind::Layer, Sent::No);
            let reply = self.call(request, &state).await.map_err(not_ready)?;
            let refused = |error: S::Error| converted(error.into(), TransportErrorKind::Layer, state.sent());
            let cut_off = |error: B::Error| converted(error.into(), TransportErrorKind::CutOff, Sent::Yes);
            reply.await.map(|reply| reply.map(|body| Body::unpinned(Box::pin(body), cut_off))).map_err(refused)
        })
    }
}

impl<S: Service<Request<Body>>> TowerTransport<S> {
    /// Calls the service once it is ready.
    async fn call(&self, request: Request<Body>, state: &SendState) -> Result<S::Future, S::Error> {
        state.mark_unsent();
        let waker = Arc::clone(&self.waiters).into();
        let mut place = Place::among(&self.waiters);
        let mut request = Some(request);
        poll_fn(|context| {
            // Before the service is polled, so that this call does not miss a wake-up.
            place.wait(context.waker());
            // The lock is held only for this poll. If the service is ready, the call uses it at once, because the
            // service may have reserved a permit for it.
            let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner);
            ready!(service.poll_ready(&mut Context::from_waker(&waker)))?;
            let request = request.take().expect("a service is called once");
            // Only the layers, and the transport below them, know what happens to the request from here.
            state.mark_unknown();
            Poll::Ready(Ok(service.call(request)))
        })
        .await
    }
}

/// The requests of one attempt that passed the layers. A request with another method or URI than the first one comes
/// from a layer that follows redirects. So does each one after a redirect, which may lead to the same URI.
#[derive(Clone, Default)]
struct Requests(Arc<Seen>);

#[derive(Default)]
struct Seen {
    first: OnceLock<(Method, Uri)>,
    /// Whether a response was a redirect.
    is_redirected: AtomicBool,
}

impl Requests {
    /// Whether this request, which was not sent yet, follows a redirect.
    fn is_redirect<B>(&self, request: &Request<B>) -> bool {
        let (method, uri) = self.0.first.get_or_init(|| (request.method().clone(), request.uri().clone()));
        self.0.is_redirected.load(Ordering::Acquire) || (method, uri) != (request.method(), request.uri())
    }

    fn came<B>(&self, response: &Response<B>) {
        if response.status().is_redirection() && response.headers().contains_key(LOCATION) {
            self.0.is_redirected.store(true, Ordering::Release);
        }
    }
}

/// Converts the error of a service: see the table of this module. An error that is not in the table gets this kind.
fn converted(error: BoxError, kind: TransportErrorKind, sent: Sent) -> TransportError {
    let error = match error.downcast::<TransportError>() {
        Ok(error) => return *error,
        Err(error) => error,
    };
    if let Some(mut below) = find(&*error).map(TransportError::sourceless) {
        below.source = Some(error);
        return below;
    }
    if find::<Elapsed>(&*error).is_some() {
        return TransportError::timeout(TimeLimit::Attempt, sent, error);
    }
    let sent = if find::<Overloaded>(&*error).is_some() { Sent::No } else { sent };
    TransportError::new(kind, sent, error)
}

/// Finds the first error of this type among an error and its sources.
fn find<'a, E: std::error::Error + 'static>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a E> {
    std::iter::once(error).chain(causes(error)).find_map(<dyn std::error::Error>::downcast_ref)
}

/// A `tower` service that sends requests through a transport. Layers are applied to it.
///
/// It accepts requests with any body whose data type is [`Bytes`].
///
/// A layer that follows redirects, such as tower-http's `FollowRedirect`, makes a new request for each of them. This
/// service recognizes such a request by an earlier response with status 3xx and `Location`, by another method or URI,
/// or by missing [`Redirects`] in its extensions. It then marks the response or the error as one [after a
/// redirect](Redirected), so that the client does not retry the original request. A layer that changes a request must
/// keep its extensions.
pub struct TransportService<T>(Arc<T>);

impl<T: Transport> TransportService<T> {
    /// Creates a service that uses this transport.
    pub fn new(transport: T) -> Self {
        Self(Arc::new(transport))
    }
}

impl<T> Clone for TransportService<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> fmt::Debug for TransportService<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportService").finish_non_exhaustive()
    }
}

impl<T, B> Service<Request<B>> for TransportService<T>
where
    T: Transport,
    B: http_body::Body<Data = Bytes> + MaybeSend + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Response<Body>, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        let extensions = request.extensions();
        let redirects = extensions.get::<Redirects>();
        let requests = extensions.get::<Requests>().cloned();
        if requests.as_ref().is_some_and(|requests| requests.is_redirect(&request)) {
            redirects.into_iter().for_each(Redirects::mark_followed);
        }
        // The client's request has `Redirects` in its extensions. A request without them was created by a layer.
        let is_of_client = redirects.is_some();
        Box::pin(async move {
            let sent = transport.send(request.map(unwrapped)).await;
            if let (Some(requests), Ok(response)) = (requests, &sent) {
                requests.came(response);
            }
            if is_of_client {
                return sent;
            }
            let mut response = sent.map_err(TransportError::after_redirect)?;
            if response.extensions().get::<Redirected>().is_none() {
                response.extensions_mut().insert(Redirected::new());
            }
            Ok(response)
        })
    }
}

/// Layers work over the default transport too, whose futures and bodies are not `Send` in a browser.
#[cfg(feature = "reqwest")]
const _: fn(TransportService<crate::transport::reqwest::ReqwestTransport>) -> Box<dyn Transport> =
    |service| Box::new(TowerTransport::new(service));

/// Converts a body that a layer may have wrapped. A body that no layer changed is kept, so that it can be sent again.
fn unwrapped<B>(body: B) -> Body
where
    B: http_body::Body<Data = Bytes> + MaybeSend + 'static,
    B::Error: Into<BoxError>,
{
    let mut body = Some(body);
    match (&mut body as &mut dyn Any).downcast_mut::<Option<Body>>().and_then(Option::take) {
        Some(body) => body,
        None => body.map(Body::new).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_redirect(earlier: Option<(u16, bool)>, method: Method, uri: &'static str) -> bool {
        let requests = Requests::default();
        assert!(!requests.is_redirect(&Request::post("/orders").body(()).unwrap()));
        if let Some((status, has_location)) = earlier {
            let response = Response::builder().status(status);
            let response = if has_location { response.header(LOCATION, "/orders") } else { response };
            requests.came(&response.body(()).unwrap());
        }
        requests.is_redirect(&Request::builder().method(method).uri(uri).body(()).unwrap())
    }

    #[test]
    fn request_follows_a_redirect_by_method_uri_or_an_earlier_response() {
        assert!(!is_redirect(None, Method::POST, "/orders"));
        assert!(is_redirect(None, Method::GET, "/orders"));
        assert!(is_redirect(None, Method::POST, "/orders/1"));
        assert!(is_redirect(Some((307, true)), Method::POST, "/orders"));
        for (status, has_location) in [(201, true), (503, true), (300, false)] {
            assert!(!is_redirect(Some((status, has_location)), Method::POST, "/orders"), "{status}");
        }
    }
}
