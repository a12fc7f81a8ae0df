//! Transports: what carries one request to the server and brings the reply.

mod body;
mod redirects;
#[cfg(feature = "reqwest")]
pub mod reqwest;
mod send_state;
#[cfg(feature = "tower")]
pub mod tower;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

pub use self::body::Body;
pub(crate) use self::body::{Collected, collect};
pub use self::redirects::{Redirected, Redirects};
pub use self::send_state::SendState;
use crate::clock::Clock;
use crate::error::{BoxError, ConfigError, Sent};
use crate::reply::{Reply, Told};

/// A future in a box, `Send`.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries one request to the server and brings the reply.
///
/// The client does the rest: it adds headers and token, keeps the time, reads the body up to its limit and no further.
/// A transport that follows redirects must drop credentials before it goes to another origin; the default one does. It
/// also must read and mark [`Redirects`] in the request's extensions, or at least put [`Redirected`] into those of the
/// response.
///
/// The request has `Content-Length: 0` if it has no content and its method anticipates some (RFC 9110 section 8.6). It has no
/// other header field that controls the connection or the framing, and none can be added to it: `Content-Length` of content,
/// `Host`, `Connection` and the like are for the transport to set.
///
/// A client puts three values into the extensions of a request: [`Redirects`], [`SendState`], and the endpoint's tables as
/// [`&'static Spec`](crate::spec::Spec).
///
/// ```
/// use bytes::Bytes;
/// use callsheet::transport::{Body, BoxFuture, Transport, TransportError};
/// use callsheet::{Client, endpoint};
///
/// /// Answers every request itself.
/// struct Echo;
///
/// impl Transport for Echo {
///     fn send(
///         &self,
///         request: http::Request<Bytes>,
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
pub trait Transport: Send + Sync + 'static {
    /// Sends the request and waits for the head of the reply; the body may still be on its way.
    ///
    /// # Errors
    ///
    /// Where no reply came. The error says whether the request may have reached the server.
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Body>, TransportError>>;

    /// Sends a request that the client keeps, perhaps to send it again. Where nothing else is said, that is
    /// [`send`](Self::send) with a copy.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    fn send_ref<'a>(&'a self, request: &'a Request<Bytes>) -> BoxFuture<'a, Result<Response<Body>, TransportError>> {
        self.send(request.clone())
    }

    /// The clock of the runtime that this transport needs, for clients that set none. By default `None`; such a client uses
    /// [`SystemClock`](crate::clock::SystemClock), which needs no runtime.
    fn clock(&self) -> Option<Arc<dyn Clock>> {
        None
    }

    /// Limits the time for making a connection: name, TCP and TLS.
    /// [`ClientBuilder::connect_timeout`](crate::ClientBuilder::connect_timeout) calls it.
    ///
    /// # Errors
    ///
    /// By default, and for every transport that cannot change its limit: the setting would have no effect.
    fn set_connect_timeout(&mut self, timeout: Duration) -> Result<(), ConfigError> {
        let _ = timeout;
        Err(ConfigError::new(
            "`connect_timeout` has no effect on this transport: set the limit where the transport is made, and leave out \
             `.connect_timeout(..)`; for `TowerTransport`, call `set_connect_timeout` on the transport below the layers",
        ))
    }
}

/// Why no whole reply came.
///
/// Its `Debug` tells of a reply that led no further its status, never the values of its headers.
pub struct TransportError {
    kind: TransportErrorKind,
    sent: Sent,
    time_limit: Option<TimeLimit>,
    source: Option<BoxError>,
    /// The head of a reply that came before it failed.
    head: Option<Box<Response<()>>>,
    is_after_redirect: bool,
    is_permanent: bool,
}

/// What kind of failure it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: the name, the address, the port or TLS.
    Connect,
    /// The request was refused by the transport itself.
    Request,
    /// The connection broke before a reply began, or brought what is no HTTP.
    NoReply,
    /// The reply was cut off.
    CutOff,
    /// The reply is larger than the client's limit.
    TooLarge,
    /// A time was up: [`TransportError::time_limit`] says which.
    Timeout,
    /// There was no token to send: the `TokenSource` gave none.
    Token,
    /// A layer between the client and the transport refused the request.
    Layer,
    /// The server refused the request before it processed any of it: in HTTP/2 by `REFUSED_STREAM`, or by a `GOAWAY` whose
    /// last stream comes before the request's (RFC 9113 section 8.7). With [`Sent::No`] it is sent again whatever its method
    /// is: see [`RetryPolicy`](crate::RetryPolicy).
    Refused,
}

/// A time that can be up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeLimit {
    /// That of making a connection.
    Connect,
    /// That of one attempt, from its request to the last byte of its reply.
    Attempt,
    /// That of the whole call, with all its attempts and the waits in between.
    Total,
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connection",
            Self::Attempt => "attempt",
            Self::Total => "whole call",
        })
    }
}

impl TransportErrorKind {
    /// What happened, in a few words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Connect => "no connection",
            Self::Request => "the request cannot be sent",
            Self::NoReply => "no reply came",
            Self::CutOff => "the reply was cut off",
            Self::TooLarge => "the reply is too large",
            Self::Timeout => "the time was up",
            Self::Token => "there is no token",
            Self::Layer => "a layer refused the request",
            Self::Refused => "the server refused the request unprocessed",
        }
    }
}

impl TransportError {
    /// An error of this kind; `sent` tells whether the request may have reached the server.
    pub fn new(kind: TransportErrorKind, sent: Sent, source: impl Into<BoxError>) -> Self {
        // A transport that keeps a time of its own knows of one attempt.
        let time_limit = (kind == TransportErrorKind::Timeout).then_some(TimeLimit::Attempt);
        Self {
            kind,
            sent,
            time_limit,
            source: Some(source.into()),
            head: None,
            is_after_redirect: false,
            is_permanent: false,
        }
    }

    /// An error of the kind [`Timeout`](TransportErrorKind::Timeout), for the time that was up.
    pub fn timeout(limit: TimeLimit, sent: Sent, source: impl Into<BoxError>) -> Self {
        Self { time_limit: Some(limit), ..Self::new(TransportErrorKind::Timeout, sent, source) }
    }

    /// The same, after a reply had come that led no further: a redirect. The error then has its status and headers.
    #[must_use]
    pub fn after(mut self, head: Response<()>) -> Self {
        self.head = Some(Box::new(head));
        self.after_redirect()
    }

    /// The same error, met after a redirect was followed. The original request has then reached the server, whatever became
    /// of the one that failed, and is sent again only if its method is safe (RFC 9110 section 9.2.1).
    ///
    /// [`after`](Self::after) says this too, and keeps the redirect's status and header fields.
    #[must_use]
    pub fn after_redirect(mut self) -> Self {
        (self.is_after_redirect, self.sent) = (true, Sent::Yes);
        self
    }

    /// The same, without its source.
    #[cfg(feature = "tower")]
    fn sourceless(&self) -> Self {
        Self { source: None, head: self.head.clone(), ..*self }
    }

    /// The same error, after which the call ends: another attempt would end the same way, as it does with a certificate that
    /// is invalid.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.is_permanent = true;
        self
    }

    /// The same error, if nothing of the request was written when it occurred.
    #[cfg(feature = "reqwest")]
    fn not_sent(mut self) -> Self {
        if !self.is_after_redirect {
            self.sent = Sent::No;
        }
        self
    }

    pub(crate) fn take_head(&mut self) -> Option<Response<()>> {
        self.head.take().map(|head| *head)
    }

    /// What kind of failure it was.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Which time was up, where it is a [`Timeout`](TransportErrorKind::Timeout).
    #[must_use]
    pub fn time_limit(&self) -> Option<TimeLimit> {
        self.time_limit
    }

    /// Whether the request may have reached the server.
    #[must_use]
    pub fn sent(&self) -> Sent {
        self.sent
    }

    /// Whether it was met after a redirect was followed.
    #[must_use]
    pub fn is_after_redirect(&self) -> bool {
        self.is_after_redirect
    }

    /// Whether another attempt would end the same way: see [`permanent`](Self::permanent).
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.is_permanent
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("sent", &self.sent)
            .field("time_limit", &self.time_limit)
            .field("source", &self.source)
            .field("head", &self.head.as_ref().map(|head| head.status()))
            .field("is_after_redirect", &self.is_after_redirect)
            .field("is_permanent", &self.is_permanent)
            .finish()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            // The line above says the kind already.
            Some(source) => fmt::Display::fmt(source, f),
            None => f.write_str(self.kind.words()),
        }
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().and_then(std::error::Error::source)
    }
}

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

    /// Whether the server refused the request before it processed any of it.
    pub(crate) fn is_refusal(&self) -> bool {
        self.error.kind() == TransportErrorKind::Refused && self.sent() == Sent::No
    }

    /// Whether a redirect was followed before it.
    pub(crate) fn is_after_redirect(&self) -> bool {
        self.error.is_after_redirect() || self.partial.as_ref().is_some_and(Reply::is_after_redirect)
    }

    /// The same, with what is known of the whole call.
    pub(crate) fn of_call(self, call: &Told) -> Self {
        let partial = self.partial.map(|reply| reply.of_call(call.clone()));
        Self { partial, ..self }
    }
}
