//! Transports: they send one request to the server and return its response.

mod body;
#[cfg(any(feature = "reqwest", feature = "tower"))]
mod causes;
pub(crate) mod error;
#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
mod fetch;
pub(crate) mod redirects;
#[cfg(all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown"))))]
pub mod reqwest;
/// The default transport in a browser, by `fetch`.
#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
pub mod reqwest {
    pub use super::fetch::ReqwestTransport;
}
#[cfg(feature = "reqwest")]
pub mod reqwest_0_13;
pub(crate) mod send_state;
#[cfg(feature = "tower")]
pub mod tower;

use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};

pub use self::body::{Body, UploadProgress, into_bytes_request};
pub(crate) use self::body::{BodyWatch, Collected, OnProgress, PIECE, Phase, Upload, collect, off_thread};
pub use self::error::{Sent, TimeLimit, TransportError, TransportErrorKind};
pub use self::redirects::{Redirected, Redirects};
pub use self::send_state::SendState;
pub use crate::boxed::{BoxError, BoxFuture, MaybeSend, MaybeSync};
use crate::clock::Clock;
use crate::config_error::ConfigError;

/// Sends one request to the server and returns the response.
///
/// The client does the rest: it adds header fields and credentials, applies the time limits, and reads the body up to
/// its limit. A transport that follows redirects must remove credentials before it sends a request to another origin,
/// as the default transport does. It must also read and mark [`Redirects`] in the request's extensions, or at least put
/// [`Redirected`] into the extensions of the response.
///
/// The request has `Content-Length: 0` if it has no content but its method anticipates content (RFC 9110 section 8.6).
/// It has no other header field that controls the connection or the framing, and users cannot add one: the transport
/// sets the `Content-Length` of content, `Host`, `Connection` and the like.
///
/// A client puts three values into the extensions of a request: [`Redirects`], [`SendState`], and the endpoint's tables as
/// [`&'static Spec`](crate::spec::Spec).
///
/// ```
/// use callsheet::transport::{Body, BoxFuture, Transport, TransportError};
/// use callsheet::{Client, endpoint};
///
/// /// Answers every request itself.
/// struct Echo;
///
/// impl Transport for Echo {
///     fn send(
///         &self,
///         request: http::Request<Body>,
///     ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
///         let text = format!("{:?}", request.uri().path());
///         Box::pin(async move { Ok(http::Response::new(Body::from(text))) })
///     }
/// }
///
/// #[endpoint(method = "GET", path = "/hello", response = String)]
/// struct Hello {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
/// let client = Client::builder("http://localhost").transport(Echo).build()?;
/// assert_eq!(Hello {}.send(&client).await?, "/hello");
/// # Ok(())
/// # }
/// ```
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends the request and waits for the head of the response. The body may arrive later.
    ///
    /// # Errors
    ///
    /// If there is no response. The error reports whether the request may have reached the server.
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>>;

    /// Returns the clock of the runtime that this transport needs, for clients that set none. By default it returns
    /// `None`, and the client uses `SystemClock`, which needs no runtime.
    fn clock(&self) -> Option<Arc<dyn Clock>> {
        None
    }

    /// Sets how long opening a connection may take: name resolution, TCP and TLS.
    /// [`ClientBuilder::connect_timeout`](crate::ClientBuilder::connect_timeout) calls it.
    ///
    /// # Errors
    ///
    /// Returns an error by default, and must do so if the transport cannot change its limit: the setting would have no
    /// effect.
    fn set_connect_timeout(&mut self, timeout: Duration) -> Result<(), ConfigError> {
        let _ = timeout;
        Err(ConfigError::new(
            "`connect_timeout` has no effect on this transport: set the limit where the transport is made, and leave out \
             `.connect_timeout(..)`; for `TowerTransport`, call `set_connect_timeout` on the transport below the layers",
        ))
    }
}
