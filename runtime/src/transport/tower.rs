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

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use tokio::sync::Mutex;
use tower_service::Service;

use super::{Body, BoxFuture, Redirected, Redirects, Transport, TransportError, TransportErrorKind};
use crate::error::{BoxError, Sent};

/// A transport over a `tower` service.
///
/// The service is asked whether it is ready, and then called, by one call after the other, so that it need not be `Clone`;
/// the replies are waited for side by side. An error of a layer's own is a
/// [`TransportErrorKind::Layer`], of which nobody knows whether the request was sent; one that a transport below made
/// stays as it is.
pub struct TowerTransport<S>(Mutex<S>);

impl<S> TowerTransport<S> {
    /// A transport over this service.
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
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
            let reply = {
                let mut service = self.0.lock().await;
                // What is not ready has sent nothing.
                let not_ready = |error: S::Error| converted(error.into(), TransportErrorKind::Layer, Sent::No);
                poll_fn(|context| service.poll_ready(context)).await.map_err(not_ready)?;
                service.call(request)
            };
            let cut_off = |error: B::Error| converted(error.into(), TransportErrorKind::CutOff, Sent::Yes);
            reply.await.map(|reply| reply.map(|body| Body::with_error(body, cut_off))).map_err(refused)
        })
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
