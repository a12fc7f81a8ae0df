//! Opens the body of a request for each attempt, and keeps the error if reading it fails.

use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{Request, Response};
use http_body::Body as _;

use crate::request::draft::anticipates_content;
use crate::transport::error::{Sent, TransportError};
use crate::transport::send_state::SendState;
use crate::transport::{Body, BodyWatch, Transport};

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
