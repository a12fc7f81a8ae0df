//! The default transport in a browser, with `fetch`.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use http::{Request, Response};
use http_body::Frame;

use super::{
    Body, BoxFuture, Collected, Redirected, SendState, Transport, TransportError, TransportErrorKind, collect,
};
use crate::clock::{BrowserClock, Clock};
use crate::config_error::ConfigError;
use crate::transport::causes::{causes, chain, joined};
use crate::transport::error::Sent;

/// The default transport in a browser. It uses `fetch` through `reqwest`.
///
/// The browser controls proxies, certificates, connections, cookies and redirects. It follows redirects even if
/// [`follow_redirects`](crate::ClientBuilder::follow_redirects) is `false`, and reports only that a connection failed,
/// not why. The server must allow the page's origin (CORS). The content of a request is read into memory before it is
/// sent, even if it is a stream.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// Creates the transport with its default settings.
    ///
    /// # Errors
    ///
    /// If `reqwest` cannot build a client.
    pub fn new() -> Result<Self, ConfigError> {
        let client = reqwest::Client::builder().build();
        client
            .map(Self::of_client)
            .map_err(|error| ConfigError::new(format!("the reqwest client cannot be built: {}", chain(&error))))
    }

    /// Wraps a client of the user.
    pub(super) fn of_client(client: reqwest::Client) -> Self {
        Self { client }
    }

    async fn exchange(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let (head, body) = request.into_parts();
        let state = head.extensions.get::<SendState>().cloned().unwrap_or_default();
        // The content is read before anything is sent.
        state.mark_unsent();
        let refused =
            |error: &dyn fmt::Display| TransportError::new(TransportErrorKind::Request, Sent::No, error.to_string());
        let url: reqwest::Url = head.uri.to_string().parse().map_err(|error| refused(&error))?;
        let mut content = Collected::default();
        collect(body, usize::MAX, &mut content).await?;
        let content = content.into_bytes();
        let mut request = reqwest::Request::new(head.method, url.clone());
        *request.headers_mut() = head.headers;
        *request.body_mut() = (!content.is_empty()).then(|| content.into());
        state.mark_sending();
        let response =
            self.client.execute(request).await.map_err(|error| converted(error, TransportErrorKind::NoReply))?;
        Ok(received(response, &url))
    }
}

fn received(response: reqwest::Response, asked: &reqwest::Url) -> Response<Body> {
    let mut head = Response::new(());
    *head.status_mut() = response.status();
    head.headers_mut().clone_from(response.headers());
    let answered = response.url();
    if answered != asked {
        let redirected = Redirected::new();
        let same = answered.origin() == asked.origin();
        head.extensions_mut().insert(if same { redirected } else { redirected.without_credentials() });
    }
    let pieces = Box::pin(response.bytes_stream());
    head.map(|()| Body::unpinned(Pieces(pieces), |error| converted(error, TransportErrorKind::CutOff)))
}

/// The browser reports neither a cause nor whether there was a connection.
fn converted(error: reqwest::Error, kind: TransportErrorKind) -> TransportError {
    let (kind, sent) = match kind {
        _ if error.is_builder() => (TransportErrorKind::Request, Sent::No),
        TransportErrorKind::CutOff => (kind, Sent::Yes),
        _ => (kind, Sent::Maybe),
    };
    let error = error.without_url();
    let line = joined(causes(&error).map(ToString::to_string));
    TransportError::new(kind, sent, if line.is_empty() { error.to_string() } else { line })
}

/// A stream of bytes as a body.
struct Pieces<S>(Pin<Box<S>>);

impl<S: Stream<Item = reqwest::Result<Bytes>>> http_body::Body for Pieces<S> {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<reqwest::Result<Frame<Bytes>>>> {
        self.0.poll_next_unpin(context).map_ok(Frame::data)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(self.exchange(request))
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        Some(Arc::new(BrowserClock::new()))
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}
