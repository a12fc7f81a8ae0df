//! [`Error`]: why a call returned no value.

pub(crate) mod any;
pub(crate) mod call;
mod course;
pub(crate) mod detail;
pub(crate) mod documented;
mod known;
mod line;
pub(crate) mod pages;
pub(crate) mod reply;
pub(crate) mod status;
mod summary;
pub(crate) mod target;
mod words;

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri};

pub use self::any::{AnyDocumented, AnyError};
pub use self::call::FailedCall;
pub use self::detail::{FromBody, FromDetail, SendDetail, SyncDetail};
pub use self::documented::{DocumentedError, ErrorEnum, ErrorSet, NoErrors};
use self::known::Known;
pub use self::pages::{PageError, PageErrorKind};
pub use self::reply::ErrorReply;
pub use self::summary::{ErrorKind, ErrorSummary};
use self::words::View;
pub use crate::boxed::BoxError;
pub use crate::config_error::ConfigError;
pub use crate::request::build_error::BuildError;
pub use crate::response::decode_error::DecodeError;
pub use crate::response::earlier::EarlierAttempt;
use crate::response::reply::Reply;
use crate::spec::Spec;
pub use crate::transport::error::Sent;
use crate::transport::error::{TimeLimit, TransportError, TransportErrorKind};

/// Why a call returned no value, for an endpoint whose documented errors are `E`.
///
/// Match on the errors that the API documents, and pass the others on. Use `..` in each pattern, because fields may be
/// added:
///
/// ```
/// # use callsheet::{Client, endpoint};
/// use callsheet::Error;
///
/// # #[endpoint(method = "GET", path = "/users/<user>", response = User, errors(user_not_found = 404))]
/// # struct GetUser { user: String }
/// # #[derive(serde::Deserialize)]
/// # struct User { name: String }
/// async fn name(client: &Client, user: &str) -> Result<Option<String>, Error<GetUserError>> {
///     match GetUser::builder().user(user).send(client).await {
///         Ok(user) => Ok(Some(user.name)),
///         Err(Error::Documented { error: GetUserError::UserNotFound { .. }, .. }) => Ok(None),
///         Err(other) => Err(other),
///     }
/// }
/// ```
///
/// Nothing of the response is lost. The first five variants have a `reply`, which is complete. The last three have a
/// `call` with the part of a reply that arrived. The methods work for all eight variants.
///
/// `Display` prints one line: method, scheme, host and port, path template, status, code, message and request id. It
/// contains no value of the caller and no query. Control characters in the server's text are escaped.
/// [`source`](std::error::Error::source) returns the cause.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The server replied with an error that the endpoint documents.
    #[non_exhaustive]
    Documented {
        /// The documented error, with its detail.
        error: E,
        /// The reply.
        reply: Box<ErrorReply>,
    },
    /// The reply is neither a success nor a documented error: its status or its code is not documented.
    #[non_exhaustive]
    Undocumented {
        /// The reply.
        reply: Box<ErrorReply>,
    },
    /// The status is documented, but the body is not in the documented format: HTML from a proxy, an empty or broken
    /// body, or a detail that does not match its type. `Display` names the content type or the content encoding if it
    /// explains the error.
    #[non_exhaustive]
    UnexpectedBody {
        /// Why the detail did not decode, if the code is documented.
        source: Option<DecodeError>,
        /// The reply.
        reply: Box<ErrorReply>,
    },
    /// The status is a success, but the body does not decode into the response type.
    #[non_exhaustive]
    Decode {
        /// The place in the body, and the reason.
        source: DecodeError,
        /// The reply.
        reply: Box<ErrorReply>,
    },
    /// A page arrived, but the next one is not requested: its link leads to another origin, its cursor was used before,
    /// or the server ignores the parameter. Only [`Pages`](crate::client::Pages) return it.
    #[non_exhaustive]
    Pages {
        /// What is wrong, and how to continue.
        source: PageError,
        /// The reply of the page.
        reply: Box<ErrorReply>,
    },
    /// No reply arrived, or it was cut off or too large.
    #[non_exhaustive]
    Transport {
        /// What failed, and the reason.
        source: TransportError,
        /// What is known about the call, with the part of the reply that arrived.
        call: Box<FailedCall>,
    },
    /// The call timed out.
    #[non_exhaustive]
    Timeout {
        /// Which time limit was exceeded.
        source: TransportError,
        /// What is known about the call, with the part of the reply that arrived.
        call: Box<FailedCall>,
    },
    /// The request could not be built, so nothing was sent.
    #[non_exhaustive]
    Build {
        /// Which field was refused, and the reason.
        source: BuildError,
        /// What is known about the call.
        call: Box<FailedCall>,
    },
}

impl<E> Error<E> {
    fn known(&self) -> Known<'_> {
        match self {
            Self::Documented { reply, .. }
            | Self::Undocumented { reply, .. }
            | Self::UnexpectedBody { reply, .. }
            | Self::Decode { reply, .. }
            | Self::Pages { reply, .. } => Known::Reply(reply),
            Self::Transport { call, .. } | Self::Timeout { call, .. } | Self::Build { call, .. } => Known::Call(call),
        }
    }

    fn view(&self) -> View<'_> {
        match self {
            Self::Documented { .. } => View::Documented,
            Self::Undocumented { .. } => View::Undocumented,
            Self::UnexpectedBody { source, .. } => View::UnexpectedBody(source.as_ref()),
            Self::Decode { source, .. } => View::Decode(source),
            Self::Pages { source, .. } => View::Pages(source),
            Self::Transport { source, .. } => View::Transport(source),
            Self::Timeout { source, .. } => View::Timeout(source),
            Self::Build { source, .. } => View::Build(source),
        }
    }

    /// Returns the code of a reply that is not a documented error.
    fn replied_code(&self) -> Option<&str> {
        match self {
            Self::Undocumented { reply } | Self::UnexpectedBody { reply, .. } => reply.code(),
            _ => None,
        }
    }

    /// Returns the message of a reply that is not a documented error.
    fn replied_message(&self) -> Option<&str> {
        match self {
            Self::Undocumented { reply } | Self::UnexpectedBody { reply, .. } => reply.message(),
            _ => None,
        }
    }

    /// Returns the endpoint that was called: its name, method and path template.
    pub fn spec(&self) -> &'static Spec {
        match self.known() {
            Known::Reply(reply) => reply.spec(),
            Known::Call(call) => call.spec(),
        }
    }

    /// Returns the URL of the request, as the client built it. After a redirect it is still the original URL;
    /// `Display` names the server that answered, if the transport reports it.
    ///
    /// Returns `None` if the request could not be built, or if the reply was read without a client.
    ///
    /// It contains the caller's values, which `Display` never prints. Known secrets are replaced by `***`: values of
    /// fields with the option `sensitive`, parameters that the client or the call adds to the query, and segments of
    /// the base URL's path that are neither a word nor a version. The URL does not contain what an authorizer adds.
    ///
    /// ```
    /// # async fn run(client: &callsheet::Client) {
    /// # #[callsheet::endpoint(method = "GET", path = "/books/<book>")]
    /// # struct GetBook { book: String, #[query(sensitive)] token: String }
    /// # let call = GetBook { book: "7".into(), token: "s3cret".into() };
    /// if let Err(error) = call.send(client).await {
    ///     eprintln!("{error}");             // GET https://api.example.com/v1/books/<book>: ...
    ///     eprintln!("{:?}", error.url());   // Some(https://api.example.com/v1/books/7?token=***)
    /// }
    /// # }
    /// ```
    pub fn url(&self) -> Option<&Uri> {
        match self.known() {
            Known::Reply(reply) => reply.url(),
            Known::Call(call) => call.url(),
        }
    }

    /// Returns the documented error, if this is one.
    pub fn documented(&self) -> Option<&E> {
        match self {
            Self::Documented { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Returns why the detail or the body of a documented error did not decode into its type. This is the reason for
    /// an [`Error::UnexpectedBody`], or the reason why an optional detail of an [`Error::Documented`] is `None`
    /// although the reply has one. [`body`](Self::body) returns the raw text.
    pub fn detail_error(&self) -> Option<&DecodeError> {
        match self {
            Self::UnexpectedBody { source, .. } => source.as_ref(),
            Self::Documented { reply, .. } => reply.detail_error(),
            _ => None,
        }
    }

    /// Returns the reply, as far as it arrived.
    pub fn reply(&self) -> Option<&Reply> {
        match self.known() {
            Known::Reply(reply) => Some(reply),
            Known::Call(call) => call.reply(),
        }
    }

    /// Returns the status, if a reply arrived completely or in part.
    pub fn status(&self) -> Option<StatusCode> {
        self.reply().map(Reply::status)
    }

    /// Returns the header fields, if a reply arrived completely or in part.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(Reply::headers)
    }

    /// Returns the body. If the reply was cut off, it is the part that arrived.
    pub fn body(&self) -> Option<&Bytes> {
        self.reply().map(Reply::body)
    }

    /// Returns the server's id of the request: see [`Reply::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.reply().and_then(Reply::request_id)
    }

    /// Returns whether the request reached the server.
    pub fn sent(&self) -> Sent {
        match self.known() {
            Known::Reply(_) => Sent::Yes,
            Known::Call(call) => call.sent(),
        }
    }

    /// Returns how long the server asks to wait before the next request: see [`Reply::retry_after`].
    pub fn retry_after(&self) -> Option<Duration> {
        self.reply().and_then(Reply::retry_after)
    }

    /// Returns the time until the exhausted rate limit is reset: see [`Reply::rate_limit_reset`].
    pub fn rate_limit_reset(&self) -> Option<Duration> {
        self.reply().and_then(Reply::rate_limit_reset)
    }

    /// Returns which time limit was exceeded. `None` for other errors.
    pub fn time_limit(&self) -> Option<TimeLimit> {
        match self {
            Self::Timeout { source, .. } => source.time_limit(),
            _ => None,
        }
    }

    /// Returns whether a time limit was exceeded.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout { .. })
    }

    /// Separates a documented error from all others.
    pub(crate) fn split(self) -> Result<(E, Box<ErrorReply>), Error<Infallible>> {
        Err(match self {
            Self::Documented { error, reply } => return Ok((error, reply)),
            Self::Undocumented { reply } => Error::Undocumented { reply },
            Self::UnexpectedBody { source, reply } => Error::UnexpectedBody { source, reply },
            Self::Decode { source, reply } => Error::Decode { source, reply },
            Self::Pages { source, reply } => Error::Pages { source, reply },
            Self::Transport { source, call } => Error::Transport { source, call },
            Self::Timeout { source, call } => Error::Timeout { source, call },
            Self::Build { source, call } => Error::Build { source, call },
        })
    }

    /// Converts the documented error to another type, for an SDK that combines several error enums.
    pub fn map<F>(self, convert: impl FnOnce(E) -> F) -> Error<F> {
        match self {
            Self::Documented { error, reply } => Error::Documented { error: convert(error), reply },
            Self::Undocumented { reply } => Error::Undocumented { reply },
            Self::UnexpectedBody { source, reply } => Error::UnexpectedBody { source, reply },
            Self::Decode { source, reply } => Error::Decode { source, reply },
            Self::Pages { source, reply } => Error::Pages { source, reply },
            Self::Transport { source, call } => Error::Transport { source, call },
            Self::Timeout { source, call } => Error::Timeout { source, call },
            Self::Build { source, call } => Error::Build { source, call },
        }
    }
}

impl<E: DocumentedError> Error<E> {
    /// Returns the error code that the reply contains, documented or not.
    pub fn code(&self) -> Option<&str> {
        self.documented().map_or(self.replied_code(), DocumentedError::code)
    }

    /// Returns the error message that the reply contains.
    pub fn message(&self) -> Option<&str> {
        self.documented().map_or(self.replied_message(), DocumentedError::message)
    }
}

impl Error<Infallible> {
    /// Creates the error of a call that the transport did not complete.
    pub(crate) fn of_transport(source: TransportError, call: FailedCall) -> Self {
        let call = Box::new(call);
        match source.kind() {
            TransportErrorKind::Timeout => Self::Timeout { source, call },
            _ => Self::Transport { source, call },
        }
    }

    /// Converts the error into the type of an endpoint's errors.
    pub(crate) fn typed<E>(self) -> Error<E> {
        self.map(|never| match never {})
    }
}

impl<E: DocumentedError> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, message) = match self.documented().map(DocumentedError::facts) {
            Some(facts) => (facts.code, facts.message),
            None => (self.replied_code(), self.replied_message()),
        };
        line::write_line(f, &self.known(), &self.view(), code, message)
    }
}

impl<E: DocumentedError> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Documented { error, .. } => error.source(),
            Self::Undocumented { .. } => None,
            Self::UnexpectedBody { source, .. } => source.as_ref().map(|source| source as _),
            Self::Decode { source, .. } => Some(source),
            Self::Pages { source, .. } => Some(source),
            Self::Transport { source, .. } | Self::Timeout { source, .. } => Some(source),
            Self::Build { source, .. } => Some(source),
        }
    }
}
