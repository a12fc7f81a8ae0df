//! Transports out of `tower` services and layers, and services out of transports.
//!
//! So that rate limits, concurrency limits, caches, traces and layers of your own stand between the client and the
//! server without a kind of middleware of callsheet's own. What they see is one attempt: retries, tokens and the time of a
//! call are the client's.
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

mod waiters;

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;

use self::waiters::{Place, Waiters};
use super::{Body, BoxFuture, Redirected, Redirects, Transport, TransportError, TransportErrorKind};
use crate::error::{BoxError, Sent};

/// A transport over a `tower` service.
///
/// All calls share the service, so that it need not be `Clone` and its limits hold for all of them together; they wait for
/// their replies side by side. A call that is not polled, kept beside a `select!` for example, blocks no other one: when the
/// service becomes ready, the first call that is polled uses it. All waiting calls are woken for this, the oldest first; if
/// thousands wait for a limit of a few, start fewer of them at a time.
///
/// This transport has no clock to offer: set [`ClientBuilder::clock`](crate::ClientBuilder::clock) to use that of tokio.
///
/// An error of a layer's own is a
/// [`TransportErrorKind::Layer`], of which nobody knows whether the request was sent; one that a transport below made
/// stays as it is.
pub struct TowerTransport<S> {
    service: Mutex<S>,
    waiters: Arc<Waiters>,
}

impl<S> TowerTransport<S> {
    /// A transport over this service.
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
    S: Service<Request<Bytes>, Response = Response<B>> + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let refused = |error: S::Error| converted(error.into(), TransportErrorKind::Layer, Sent::Maybe);
            // What is not ready has sent nothing.
            let not_ready = |error: S::Error| converted(error.into(), TransportErrorKind::Layer, Sent::No);
            let reply = self.call(request).await.map_err(not_ready)?;
            let cut_off = |error: B::Error| converted(error.into(), TransportErrorKind::CutOff, Sent::Yes);
            reply.await.map(|reply| reply.map(|body| Body::with_error(body, cut_off))).map_err(refused)
        })
    }
}

impl<S: Service<Request<Bytes>>> TowerTransport<S> {
    /// Calls the service once it is ready.
    async fn call(&self, request: Request<Bytes>) -> Result<S::Future, S::Error> {
        let waker = Arc::clone(&self.waiters).into();
        let mut place = Place::among(&self.waiters);
        let mut request = Some(request);
        poll_fn(|context| {
            // Before it is polled, so that this call misses nothing.
            place.wait(context.waker());
            // The lock is held for this poll alone. What one call finds ready it uses at once: the service may have reserved
            // something for it.
            let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner);
            ready!(service.poll_ready(&mut Context::from_waker(&waker)))?;
            let request = request.take().expect("a service is called once");
            Poll::Ready(Ok(service.call(request)))
        })
        .await
    }
}

/// The error of a transport below the layers, where it came through them; else one of this kind.
fn converted(error: BoxError, kind: TransportErrorKind, sent: Sent) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::new(kind, sent, error),
    }
}

/// A `tower` service that sends by a transport, for layers to stand on.
///
/// A client puts [`Redirects`] into the extensions of its requests. A request without them was made by a layer, such as
/// tower-http's `FollowRedirect`, which makes a new one for each redirect: its response, or its error, is marked as one
/// [after a redirect](Redirected), so that the client does not repeat the original request. A layer that changes a request
/// has to keep its extensions.
pub struct TransportService<T>(Arc<T>);

impl<T: Transport> TransportService<T> {
    /// A service over this transport.
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

impl<T: Transport> Service<Request<Bytes>> for TransportService<T> {
    type Response = Response<Body>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Response<Body>, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        // A client's request says which redirects may be followed. One that does not was made by a layer, as
        // `FollowRedirect` makes one for each redirect.
        if request.extensions().get::<Redirects>().is_some() {
            return Box::pin(async move { transport.send(request).await });
        }
        Box::pin(async move {
            let mut response = transport.send(request).await.map_err(TransportError::after_redirect)?;
            if response.extensions().get::<Redirected>().is_none() {
                response.extensions_mut().insert(Redirected::new());
            }
            Ok(response)
        })
    }
}
