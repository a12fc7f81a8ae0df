//! Whether a request may be sent again, by what became of it.

use http::StatusCode;

use crate::error::Sent;
use crate::reply::Reply;
use crate::spec::Repeat;
use crate::transport::{TimeLimit, TransportError, TransportErrorKind};

/// When a request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum May {
    /// Never: another attempt would end the same way.
    Never,
    /// Where a repetition does no more than the first time would: the server may have processed it.
    IfIdempotent,
    /// Whatever it asks for: it was not processed.
    Always,
}

/// After a whole reply; `documented` is what the definition says of its error.
pub(crate) fn after_reply(reply: &Reply, documented: Option<Repeat>) -> May {
    match (documented, reply.status()) {
        (Some(Repeat::Throttle), _) | (_, StatusCode::TOO_MANY_REQUESTS) => May::Always,
        (_, StatusCode::SERVICE_UNAVAILABLE) if reply.retry_after().is_some() => May::Always,
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

/// After no whole reply.
pub(crate) fn after_failure(error: &TransportError) -> May {
    match error.kind() {
        // What is left of the time of the whole call is nothing.
        TransportErrorKind::Timeout if error.time_limit() == Some(TimeLimit::Total) => May::Never,
        // Behind a redirect, a request has been there that may have done all that it asks for.
        TransportErrorKind::Connect | TransportErrorKind::Timeout if error.sent() == Sent::No => May::Always,
        TransportErrorKind::Connect
        | TransportErrorKind::Timeout
        | TransportErrorKind::NoReply
        | TransportErrorKind::CutOff => May::IfIdempotent,
        TransportErrorKind::Request
        | TransportErrorKind::TooLarge
        | TransportErrorKind::Token
        | TransportErrorKind::Layer => May::Never,
    }
}
