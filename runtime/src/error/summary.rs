//! [`ErrorSummary`]: any error as plain values.

use std::error::Error as _;
use std::fmt;

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::error::Error;
use crate::error::documented::DocumentedError;
use crate::error::line;
use crate::transport::error::Sent;

/// Which variant of [`Error`] an error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// [`Error::Documented`]
    Documented,
    /// [`Error::Undocumented`]
    Undocumented,
    /// [`Error::UnexpectedBody`]
    UnexpectedBody,
    /// [`Error::Decode`]
    Decode,
    /// [`Error::Pages`]
    Pages,
    /// [`Error::Transport`]
    Transport,
    /// [`Error::Timeout`]
    Timeout,
    /// [`Error::Build`]
    Build,
}

impl ErrorKind {
    /// Returns a stable name for metrics: `documented`, `undocumented`, `unexpected_body`, `decode`, `pages`,
    /// `transport`, `timeout` or `build`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Undocumented => "undocumented",
            Self::UnexpectedBody => "unexpected_body",
            Self::Decode => "decode",
            Self::Pages => "pages",
            Self::Transport => "transport",
            Self::Timeout => "timeout",
            Self::Build => "build",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is known about an error of any endpoint, as plain values that you can clone, compare, cache, log and send.
///
/// It contains neither the reply nor a detail. It contains no value of the caller, with one exception: `causes` may
/// contain the host, and so the value of a field in the host. `Display` prints the same line as the error itself.
/// Serialized, it is an object with these fields; `kind` and `sent` are lower-case words.
///
/// ```
/// # use callsheet::{Endpoint, endpoint, error::ErrorKind};
/// # #[endpoint(method = "GET", path = "/books/<book>", errors(book_not_found = 404))]
/// # struct GetBook { book: String }
/// # let response = http::Response::builder().status(404).body(r#"{"code":"book_not_found"}"#.into())?;
/// let error = GetBook::read_response(response).unwrap_err();
/// let summary = error.summary();
/// assert_eq!((summary.kind, summary.status, summary.code.as_deref()), (ErrorKind::Documented, Some(404), Some("book_not_found")));
/// assert_eq!(summary.to_string(), "GET /books/<book>: 404 book_not_found");
/// assert_eq!(summary.clone(), error.summary());
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorSummary {
    /// Which variant of [`Error`] it is.
    pub kind: ErrorKind,
    /// The name of the endpoint.
    pub endpoint: &'static str,
    /// The method of the request.
    pub method: &'static str,
    /// The URL with the endpoint's templates, such as `https://api.example.com/books/<book>`. If the reply was read
    /// without a client, it is the path template only.
    pub url_template: String,
    /// The status, if a reply arrived completely or in part.
    pub status: Option<u16>,
    /// The error code that the reply contains.
    pub code: Option<String>,
    /// The error message that the reply contains.
    pub message: Option<String>,
    /// The server's id of the request: see [`Reply::request_id`](crate::Reply::request_id).
    pub request_id: Option<String>,
    /// How many times the request was sent: see [`Error::attempts`].
    pub attempts: u32,
    /// Whether the request reached the server.
    pub sent: Sent,
    /// The causes, outermost first: each [`source`](std::error::Error::source) as text.
    pub causes: Vec<String>,
    /// The `Display` output of the error.
    line: String,
}

impl<E> Error<E> {
    /// Returns which variant this is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Documented { .. } => ErrorKind::Documented,
            Self::Undocumented { .. } => ErrorKind::Undocumented,
            Self::UnexpectedBody { .. } => ErrorKind::UnexpectedBody,
            Self::Decode { .. } => ErrorKind::Decode,
            Self::Pages { .. } => ErrorKind::Pages,
            Self::Transport { .. } => ErrorKind::Transport,
            Self::Timeout { .. } => ErrorKind::Timeout,
            Self::Build { .. } => ErrorKind::Build,
        }
    }
}

impl<E: DocumentedError> Error<E> {
    /// Returns the error as plain values, which can be cloned, compared and serialized.
    pub fn summary(&self) -> ErrorSummary {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let (spec, known) = (self.spec(), self.known());
        let causes =
            std::iter::successors(self.source(), |cause: &&(dyn std::error::Error + 'static)| (*cause).source());
        ErrorSummary {
            kind: self.kind(),
            endpoint: spec.name,
            method: spec.method,
            url_template: line::url_template(&known).to_string(),
            status: self.status().map(|status| status.as_u16()),
            code: owned(self.code()),
            message: owned(self.message()),
            request_id: owned(self.request_id()),
            attempts: self.attempts(),
            sent: self.sent(),
            causes: causes.map(ToString::to_string).collect(),
            line: self.to_string(),
        }
    }
}

impl fmt::Display for ErrorSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)
    }
}

impl std::error::Error for ErrorSummary {}

impl Serialize for ErrorSummary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sent = match self.sent {
            Sent::No => "no",
            Sent::Maybe => "maybe",
            Sent::Yes => "yes",
        };
        let mut object = serializer.serialize_struct("ErrorSummary", 12)?;
        object.serialize_field("kind", self.kind.as_str())?;
        object.serialize_field("endpoint", self.endpoint)?;
        object.serialize_field("method", self.method)?;
        object.serialize_field("url_template", &self.url_template)?;
        object.serialize_field("status", &self.status)?;
        object.serialize_field("code", &self.code)?;
        object.serialize_field("message", &self.message)?;
        object.serialize_field("request_id", &self.request_id)?;
        object.serialize_field("attempts", &self.attempts)?;
        object.serialize_field("sent", sent)?;
        object.serialize_field("causes", &self.causes)?;
        object.serialize_field("text", &self.line)?;
        object.end()
    }
}
