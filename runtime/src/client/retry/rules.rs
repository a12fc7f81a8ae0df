//! Whether a request may be sent again, by the outcome of its attempt.

use http::{Method, StatusCode};

use crate::response::reply::Reply;
use crate::spec::Repeat;
use crate::transport::error::Sent;
use crate::transport::error::{TimeLimit, TransportError, TransportErrorKind};

/// When a request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum May {
    /// Never: another attempt would end the same way.
    Never,
    /// If it is idempotent: the server may have processed it.
    IfIdempotent,
    /// Always: the server did not process it.
    Always,
}

/// Decides after a complete reply. `documented` is the retry behavior of the documented error.
pub(crate) fn after_reply(reply: &Reply, documented: Option<Repeat>) -> May {
    match (documented, reply.status()) {
        (Some(Repeat::Never), _) => May::Never,
        (Some(Repeat::Throttle), _) | (_, StatusCode::TOO_MANY_REQUESTS) => May::Always,
        (Some(Repeat::Retry), _)
        | (
            _,
            StatusCode::REQUEST_TIMEOUT
            | StatusCode::INTERNAL_SERVER_ERROR
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT,
        ) => May::IfIdempotent,
        _ => May::Never,
    }
}

/// Decides after an attempt without a complete reply.
pub(crate) fn after_failure(error: &TransportError) -> May {
    match error.kind() {
        _ if error.is_permanent() => May::Never,
        // No time is left for the whole call.
        TransportErrorKind::Timeout if error.time_limit() == Some(TimeLimit::Total) => May::Never,
        TransportErrorKind::Connect
        | TransportErrorKind::Timeout
        | TransportErrorKind::NoReply
        | TransportErrorKind::Refused
            if error.sent() == Sent::No =>
        {
            May::Always
        }
        TransportErrorKind::Connect
        | TransportErrorKind::Refused
        | TransportErrorKind::Timeout
        | TransportErrorKind::NoReply
        | TransportErrorKind::CutOff => May::IfIdempotent,
        TransportErrorKind::Request
        | TransportErrorKind::TooLarge
        | TransportErrorKind::Credentials
        | TransportErrorKind::Layer
        | TransportErrorKind::RequestBody
        // Only a stream has these.
        | TransportErrorKind::Range
        | TransportErrorKind::File => May::Never,
    }
}

/// Restricts `may` after a redirect that was followed from a request with this method.
///
/// The redirect was the server's reply to the request, so a later failure does not show that the request was not
/// processed. An unsafe request (RFC 9110 section 9.2.1) is never sent again, not even an idempotent one.
pub(crate) fn after_redirect(may: May, method: &Method) -> May {
    match may {
        May::Always | May::IfIdempotent if method.is_safe() => May::IfIdempotent,
        _ => May::Never,
    }
}
