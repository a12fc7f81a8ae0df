//! [`TransportError`]: why there is no complete reply.

use std::fmt;

use http::Response;

use crate::boxed::BoxError;

/// Whether the request reached the server, as far as this side can know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sent {
    /// It did not: there was no connection, or the request was not sent. A retry is the first request that the server
    /// sees.
    No,
    /// It may have: the connection broke or the attempt timed out before a reply arrived.
    Maybe,
    /// It did: a reply arrived, at least in part.
    Yes,
}

/// Why there is no complete reply.
///
/// `Debug` prints the status of a redirect that it keeps, but never the values of header fields.
pub struct TransportError {
    kind: TransportErrorKind,
    sent: Sent,
    time_limit: Option<TimeLimit>,
    pub(super) source: Option<BoxError>,
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
    /// The transport itself refused the request.
    Request,
    /// The connection broke before a reply started, or the reply is not valid HTTP.
    NoReply,
    /// The reply was cut off.
    CutOff,
    /// The reply is larger than the client's limit.
    TooLarge,
    /// A timeout: [`TransportError::time_limit`] returns which one.
    Timeout,
    /// There were no credentials to send: an [`Authorizer`](crate::auth::Authorizer) or a `TokenSource` returned an error.
    Credentials,
    /// A layer between the client and the transport refused the request.
    Layer,
    /// The server refused the request before it processed any of it: in HTTP/2 by `REFUSED_STREAM`, or by a `GOAWAY` whose
    /// last stream comes before the request's (RFC 9113 section 8.7). With [`Sent::No`] it is sent again with every method:
    /// see [`RetryPolicy`](crate::RetryPolicy).
    Refused,
    /// The server answered a request for the rest of a download with something else: see
    /// [`Save::resume`](crate::stream::Save::resume).
    Range,
    /// A download could not be written to its file: see [`Download::save`](crate::Download::save). The source names the
    /// file.
    File,
    /// The content of the request could not be read: its stream, reader or file failed, or it can be read only once and was
    /// read before.
    RequestBody,
}

/// A timeout. `Display` names it: `connect timeout`, `attempt timeout`, `total timeout`, `idle timeout`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeLimit {
    /// The limit for making a connection.
    Connect,
    /// The limit for one attempt, from its request to the last byte of its reply.
    Attempt,
    /// The limit for the whole call, with all its attempts and the waits in between.
    Total,
    /// The limit for waiting for the next byte of a [stream](crate::stream), or until the server accepts more of a
    /// request's body.
    Idle,
}

impl fmt::Display for TimeLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connect timeout",
            Self::Attempt => "attempt timeout",
            Self::Total => "total timeout",
            Self::Idle => "idle timeout",
        })
    }
}

impl TransportErrorKind {
    /// Describes what happened in a few words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Connect => "no connection",
            Self::Request => "the request cannot be sent",
            Self::NoReply => "no reply came",
            Self::CutOff => "the reply was cut off",
            Self::TooLarge => "the reply is too large",
            Self::Timeout => "timed out",
            Self::Credentials => "could not get credentials",
            Self::Layer => "a layer refused the request",
            Self::Refused => "the server refused the request unprocessed",
            Self::Range => "the response is not the rest of the content",
            Self::File => "could not write the file",
            Self::RequestBody => "could not read the body of the request",
        }
    }
}

impl TransportError {
    /// Creates an error of this kind. `sent` is whether the request may have reached the server.
    pub fn new(kind: TransportErrorKind, sent: Sent, source: impl Into<BoxError>) -> Self {
        // A transport with its own timeout sees only one attempt.
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

    /// Creates an error of the kind [`Timeout`](TransportErrorKind::Timeout), for this limit.
    pub fn timeout(limit: TimeLimit, sent: Sent, source: impl Into<BoxError>) -> Self {
        Self { time_limit: Some(limit), ..Self::new(TransportErrorKind::Timeout, sent, source) }
    }

    /// Records that it occurred after a redirect, and keeps the redirect's status and header fields as the reply.
    #[must_use]
    pub fn after(mut self, head: Response<()>) -> Self {
        self.head = Some(Box::new(head));
        self.after_redirect()
    }

    /// Records that it occurred after a redirect was followed. The original request has then reached the server, so it
    /// is sent again only if its method is safe (RFC 9110 section 9.2.1).
    ///
    /// [`after`](Self::after) does the same, and keeps the redirect's status and header fields.
    #[must_use]
    pub fn after_redirect(mut self) -> Self {
        (self.is_after_redirect, self.sent) = (true, Sent::Yes);
        self
    }

    /// Returns the error without its source.
    #[cfg(feature = "tower")]
    pub(super) fn sourceless(&self) -> Self {
        Self { source: None, head: self.head.clone(), ..*self }
    }

    /// Creates the error of a request whose content could not be read.
    pub(super) fn unreadable_body(source: impl Into<BoxError>) -> Self {
        Self::new(TransportErrorKind::RequestBody, Sent::Maybe, source)
    }

    /// Converts it to the error of a request whose content could not be read, with the same source.
    pub(crate) fn of_request_body(self, sent: Sent) -> Self {
        Self { kind: TransportErrorKind::RequestBody, sent, time_limit: None, head: None, ..self }
    }

    /// Marks the error as permanent: another attempt would fail the same way, as with an invalid certificate, so the
    /// call is not retried.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.is_permanent = true;
        self
    }

    /// Records that nothing of the request was written when the error occurred.
    #[cfg(all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown"))))]
    pub(super) fn not_sent(mut self) -> Self {
        if !self.is_after_redirect {
            self.sent = Sent::No;
        }
        self
    }

    pub(crate) fn take_head(&mut self) -> Option<Response<()>> {
        self.head.take().map(|head| *head)
    }

    /// Returns what kind of failure it was.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns which limit was exceeded, if it is a [`Timeout`](TransportErrorKind::Timeout).
    #[must_use]
    pub fn time_limit(&self) -> Option<TimeLimit> {
        self.time_limit
    }

    /// Returns whether the request may have reached the server.
    #[must_use]
    pub fn sent(&self) -> Sent {
        self.sent
    }

    /// Returns whether it occurred after a redirect was followed.
    #[must_use]
    pub fn is_after_redirect(&self) -> bool {
        self.is_after_redirect
    }

    /// Returns whether another attempt would fail the same way: see [`permanent`](Self::permanent).
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
            // The line above already names the kind.
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
