//! The body of a request: opens it for each attempt, and watches its progress and its errors.

use std::sync::Arc;

use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{Request, Response};
use http_body::Body as _;

use crate::client::deadline::UploadTime;
use crate::client::inner::Inner;
use crate::client::options::CallOptions;
use crate::request::draft::anticipates_content;
use crate::transport::error::{Sent, TransportError};
use crate::transport::send_state::SendState;
use crate::transport::{Body, BodyWatch, PIECE, Transport, Upload};

/// Returns the watch of a body, unless it is in memory and short and nobody asks for its progress.
pub(crate) fn watch(body: &Body, client: &Inner, options: &CallOptions) -> Option<Arc<BodyWatch>> {
    let hook = options.upload_progress.clone();
    let is_short = body.as_bytes().is_some_and(|bytes| bytes.len() <= PIECE);
    let is_watched = !is_short || (hook.is_some() && !body.is_empty());
    is_watched.then(|| Arc::new(BodyWatch::new(Upload::new(Arc::clone(&client.clock), hook))))
}

/// Returns how a body affects the time limits of its call. Without a watch, it does not.
pub(crate) fn time<'w>(watch: Option<&'w BodyWatch>, options: &CallOptions, client: &Inner) -> Option<UploadTime<'w>> {
    let idle = options.limits.upload_idle(client.limits);
    let extends_total = options.limits.has_default_total(client.limits);
    watch.map(|watch| UploadTime { upload: &watch.upload, idle, extends_total })
}

/// Opens the body and sends the request. If reading the body fails, `watch` keeps the error.
pub(crate) async fn send(
    transport: &dyn Transport,
    request: Request<Body>,
    state: &SendState,
    watch: &BodyWatch,
) -> Result<Response<Body>, TransportError> {
    drop(watch.take_error());
    state.mark_unsent();
    let (mut head, body) = request.into_parts();
    let body = body.open().await.map_err(|error| error.of_request_body(Sent::No))?;
    if body.size_hint().exact() == Some(0) && anticipates_content(head.method.as_str()) {
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    state.mark_unknown();
    transport.send(Request::from_parts(head, body)).await
}

/// Returns the error of an attempt: the error of the body, if there is one, because it caused the other.
pub(crate) fn cause(error: TransportError, watch: Option<&BodyWatch>) -> TransportError {
    match watch.and_then(BodyWatch::take_error) {
        Some(cause) if error.is_after_redirect() => cause.after_redirect(),
        Some(cause) => cause,
        None => error,
    }
}
