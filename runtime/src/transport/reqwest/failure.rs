//! What an error of reqwest's says: its kind, whether the request was sent, and whether another attempt is of use.

use std::error::Error;
use std::{io, iter};

use http::Response;

use super::connecting::NotInTime;
use crate::error::Sent;
use crate::transport::{TimeLimit, TransportError, TransportErrorKind};

/// An error before the head of a reply; a request that was redirected has reached the server, and that reply is kept.
pub(super) fn converted(error: reqwest::Error, redirect: Option<Response<()>>) -> TransportError {
    let (is_connect, is_timeout) = (error.is_connect(), error.is_timeout());
    let (kind, sent) = if is_connect {
        (TransportErrorKind::Connect, Sent::No)
    } else if error.is_builder() {
        (TransportErrorKind::Request, Sent::No)
    } else if is_refused(&error) {
        (TransportErrorKind::Refused, Sent::No)
    } else {
        (TransportErrorKind::NoReply, Sent::Maybe)
    };
    let is_late = is_timeout || causes(&error).any(<dyn Error>::is::<NotInTime>);
    let is_permanent = is_connect && !is_late && !may_pass(&error);
    let chain = chain(&error.without_url());
    let converted = match (is_late, kind) {
        (true, TransportErrorKind::Connect) => TransportError::timeout(TimeLimit::Connect, sent, chain),
        (true, _) => TransportError::timeout(TimeLimit::Attempt, sent, chain),
        (false, kind) => TransportError::new(kind, sent, chain),
    };
    let converted = if is_permanent { converted.permanent() } else { converted };
    match redirect {
        Some(head) => converted.after(head),
        None => converted,
    }
}

/// An error in mid-body.
pub(super) fn cut_off(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() { TransportErrorKind::Timeout } else { TransportErrorKind::CutOff };
    TransportError::new(kind, Sent::Yes, chain(&error.without_url()))
}

/// An error and its causes as one line: what matters stands in the causes, and no type of the transport's gets out.
pub(super) fn chain(error: &dyn Error) -> String {
    let mut line = error.to_string();
    for error in causes(error) {
        let text = error.to_string();
        // Layers of HTTP libraries repeat what is below them.
        if !line.contains(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
    }
    line
}

/// The causes of an error, without itself.
fn causes<'a>(error: &'a (dyn Error + 'a)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(error.source(), |error: &&'a (dyn Error + 'static)| (*error).source())
}

/// Whether an error of connecting may be gone at the next attempt.
///
/// That is so for what the network and the name server report, as an [`io::Error`], and for a proxy that cannot reach the
/// server. TLS reports a certificate that is invalid, and a peer that does not speak TLS, as
/// [`InvalidData`](io::ErrorKind::InvalidData), or, with the library of the platform, as an error that is not one of the
/// network. Nor is a proxy that wants credentials, or a URL with `https` if there is no TLS.
fn may_pass(error: &reqwest::Error) -> bool {
    const PROXY_FAILED: &str = "tunnel error: unsuccessful";
    const PROXY_ENDED: &str = "tunnel error: unexpected end of file";
    let mut causes = causes(error).peekable();
    while let Some(cause) = causes.next() {
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            // An error of TLS may be wrapped once more.
            let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<io::Error>());
            return ![Some(error), inner].into_iter().flatten().any(|error| error.kind() == io::ErrorKind::InvalidData);
        }
        // The types of these are not public.
        if causes.peek().is_none() {
            return [PROXY_FAILED, PROXY_ENDED].contains(&cause.to_string().as_str());
        }
    }
    false
}

/// Whether an HTTP/2 server refused the request before it processed any of it (RFC 9113 section 8.7): by `REFUSED_STREAM`,
/// or by a `GOAWAY` whose last stream comes before it. h2 reports a `GOAWAY` for no other stream of the connection.
#[cfg(feature = "http2")]
fn is_refused(error: &reqwest::Error) -> bool {
    causes(error).filter_map(|cause| cause.downcast_ref::<h2::Error>()).any(|error| {
        let is_refused_stream = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
        error.is_remote() && (is_refused_stream || error.is_go_away())
    })
}

/// Without HTTP/2 there is nothing like it.
#[cfg(not(feature = "http2"))]
fn is_refused(_: &reqwest::Error) -> bool {
    false
}
