//! Classifies errors of reqwest: the kind, whether the request was sent, and whether another attempt may succeed.

use std::error::Error;
use std::io;

use http::Response;

use super::connect_error;
use super::connecting::NotInTime;
use super::route::Proxies;
use crate::transport::causes::{causes, chain};
use crate::transport::error::Sent;
use crate::transport::error::{TimeLimit, TransportError, TransportErrorKind};

/// Converts an error that occurred before the head of a reply. After a redirect, the request has reached the server,
/// and the redirect is kept.
pub(super) fn converted(error: reqwest::Error, redirect: Option<Response<()>>, proxies: &Proxies) -> TransportError {
    let (is_connect, is_timeout) = (error.is_connect(), error.is_timeout());
    let (kind, sent) = if causes(&error).any(<dyn Error>::is::<TransportError>) {
        // Only the body is this crate's code below reqwest.
        (TransportErrorKind::RequestBody, Sent::Maybe)
    } else if is_connect {
        (TransportErrorKind::Connect, Sent::No)
    } else if error.is_builder() {
        (TransportErrorKind::Request, Sent::No)
    } else if is_refused(&error) {
        (TransportErrorKind::Refused, Sent::No)
    } else {
        (TransportErrorKind::NoReply, Sent::Maybe)
    };
    let is_late = is_timeout || causes(&error).any(<dyn Error>::is::<NotInTime>);
    let is_permanent = is_connect && !is_late && lasts(&error);
    let route = error.url().filter(|_| is_connect).map(|url| proxies.route(url));
    let chain = match route {
        Some(route) => connect_error::line(&error, &route, error.is_dns()),
        None => chain(&error.without_url()),
    };
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

/// Converts an error that occurred while the body of a response was read.
pub(super) fn cut_off(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() { TransportErrorKind::Timeout } else { TransportErrorKind::CutOff };
    TransportError::new(kind, Sent::Yes, chain(&error.without_url()))
}

/// Whether a connection error will occur again at the next attempt. Only recognized errors count as permanent: the
/// layers of a connection, including proxies and resolvers, have errors of many types, and most of them are temporary.
///
/// TLS reports an invalid certificate, and a peer that does not use TLS, as
/// [`InvalidData`](io::ErrorKind::InvalidData). The platform's library has its own error type, which is only recognized
/// by its text.
fn lasts(error: &(dyn Error + 'static)) -> bool {
    // The types of these errors are not public: a proxy that requires credentials, a URL without a host, `https`
    // without TLS, and certificates that OpenSSL, Windows and macOS refuse.
    const LASTING: [&str; 6] = [
        "proxy authorization required",
        "missing destination host",
        "invalid URL, ",
        "certificate verify failed",
        "certificate chain",
        "certificate was not trusted",
    ];
    causes(error).any(|cause| match cause.downcast_ref::<io::Error>() {
        Some(error) => is_invalid_data(error),
        None => LASTING.iter().any(|text| cause.to_string().contains(text)),
    })
}

/// A TLS error may be wrapped in other errors of the same type.
fn is_invalid_data(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<io::Error>());
    error.kind() == io::ErrorKind::InvalidData || inner.is_some_and(is_invalid_data)
}

/// Whether an HTTP/2 server refused the request before it processed any of it (RFC 9113 section 8.7): by `REFUSED_STREAM`,
/// or by a `GOAWAY` whose last stream comes before it. h2 does not report a `GOAWAY` for other streams of the
/// connection.
#[cfg(feature = "http2")]
fn is_refused(error: &reqwest::Error) -> bool {
    causes(error).filter_map(|cause| cause.downcast_ref::<h2::Error>()).any(|error| {
        let is_refused_stream = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
        error.is_remote() && (is_refused_stream || error.is_go_away())
    })
}

/// Without HTTP/2 there is no such refusal.
#[cfg(not(feature = "http2"))]
fn is_refused(_: &reqwest::Error) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::*;

    #[derive(Debug)]
    struct Layer(&'static str, Option<Box<dyn Error>>);

    impl fmt::Display for Layer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl Error for Layer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.1.as_deref()
        }
    }

    /// The error of a client whose connection failed with this cause.
    fn of(cause: Box<dyn Error>) -> Layer {
        Layer("error sending request", Some(Box::new(Layer("client error (Connect)", Some(cause)))))
    }

    fn text(text: &'static str) -> Box<dyn Error> {
        Box::new(Layer(text, None))
    }

    #[test]
    fn only_recognized_errors_are_permanent() {
        let io = |kind| io::Error::new(kind, "reported");
        let wrapped = |kind| io::Error::other(io::Error::other(io(kind)));
        let invalid = io::ErrorKind::InvalidData;
        let dns = |cause| Box::new(Layer("dns error", Some(cause)));
        for (cause, expected) in [
            (text("SOCKS error: io error during SOCKS handshake"), false),
            (text("SOCKS error: failed to create underlying connection"), false),
            (text("tunnel error: unsuccessful"), false),
            (text("tunnel error: unexpected end of file"), false),
            (dns(text("no record found for certificate.example")), false),
            (Box::new(io(io::ErrorKind::ConnectionReset)), false),
            (Box::new(wrapped(io::ErrorKind::UnexpectedEof)), false),
            (text("tunnel error: proxy authorization required"), true),
            (text("SOCKS error: missing destination host"), true),
            (text("invalid URL, scheme is not http"), true),
            (text("error:0A000086:SSL routines::certificate verify failed: (self-signed certificate)"), true),
            (Box::new(io(invalid)), true),
            (Box::new(wrapped(invalid)), true),
            (Box::new(Layer("tls", Some(Box::new(io(invalid))))), true),
        ] {
            let error = of(cause);
            assert_eq!(lasts(&error), expected, "{}", chain(&error));
        }
    }
}
