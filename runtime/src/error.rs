//! [`Error`]: why a call gave no value.

pub(crate) mod any;
pub(crate) mod call;
pub(crate) mod documented;
mod known;
mod line;
pub(crate) mod reply;
pub(crate) mod status;
mod summary;
pub(crate) mod target;
mod view;

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri};

pub use self::any::{AnyDocumented, AnyError};
pub use self::call::FailedCall;
pub use self::documented::{Detail, DocumentedError, ErrorSet, NoErrors};
use self::known::Known;
pub use self::reply::ErrorReply;
pub use self::summary::{ErrorKind, ErrorSummary};
use self::view::View;
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
/// Match on what the API documents, and pass the rest on. Use `..` in each pattern, since fields may be added:
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
/// Whatever arrived is kept. The first four variants have a `reply`, which is complete; the last three have a `call`, with
/// as much of a reply as arrived. The methods answer for all seven.
///
/// `Display` is one line: method, scheme, host and port, path template, status, code, message and request id. It contains no
/// value of the caller's and no query; control characters in the server's text are escaped. [`source`](std::error::Error::source) has the rest.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The server replied with an error that the endpoint documents.
    #[non_exhaustive]
    Documented {
        /// Which error, with its detail.
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
    /// The status is documented, but the body is not in the documented format: HTML of a proxy, an empty or broken body, or
    /// a detail that is not of its type. `Display` names the content type or the content encoding if that explains it.
    #[non_exhaustive]
    UnexpectedBody {
        /// Why the detail did not decode, if the code is documented.
        source: Option<DecodeError>,
        /// The reply.
        reply: Box<ErrorReply>,
    },
    /// A success whose body does not decode into the response type.
    #[non_exhaustive]
    Decode {
        /// Where in the body, and why.
        source: DecodeError,
        /// The reply.
        reply: Box<ErrorReply>,
    },
    /// No reply arrived, or it was cut off or too large.
    #[non_exhaustive]
    Transport {
        /// What failed, and why.
        source: TransportError,
        /// What is known of the call, with as much of the reply as arrived.
        call: Box<FailedCall>,
    },
    /// The call timed out.
    #[non_exhaustive]
    Timeout {
        /// Which time limit was exceeded.
        source: TransportError,
        /// What is known of the call, with as much of the reply as arrived.
        call: Box<FailedCall>,
    },
    /// The request could not be built; nothing was sent.
    #[non_exhaustive]
    Build {
        /// Which field was refused, and why.
        source: BuildError,
        /// What is known of the call.
        call: Box<FailedCall>,
    },
}

impl<E> Error<E> {
    fn known(&self) -> Known<'_> {
        match self {
            Self::Documented { reply, .. }
            | Self::Undocumented { reply, .. }
            | Self::UnexpectedBody { reply, .. }
            | Self::Decode { reply, .. } => Known::Reply(reply),
            Self::Transport { call, .. } | Self::Timeout { call, .. } | Self::Build { call, .. } => Known::Call(call),
        }
    }

    fn view(&self) -> View<'_> {
        match self {
            Self::Documented { .. } => View::Documented,
            Self::Undocumented { .. } => View::Undocumented,
            Self::UnexpectedBody { source, .. } => View::UnexpectedBody(source.as_ref()),
            Self::Decode { source, .. } => View::Decode(source),
            Self::Transport { source, .. } => View::Transport(source),
            Self::Timeout { source, .. } => View::Timeout(source),
            Self::Build { source, .. } => View::Build(source),
        }
    }

    /// The code of a reply that is not a documented error.
    fn replied_code(&self) -> Option<&str> {
        match self {
            Self::Undocumented { reply } | Self::UnexpectedBody { reply, .. } => reply.code(),
            _ => None,
        }
    }

    /// The message of a reply that is not a documented error.
    fn replied_message(&self) -> Option<&str> {
        match self {
            Self::Undocumented { reply } | Self::UnexpectedBody { reply, .. } => reply.message(),
            _ => None,
        }
    }

    /// The endpoint that was called: its name, method and path template.
    pub fn spec(&self) -> &'static Spec {
        match self.known() {
            Known::Reply(reply) => reply.spec(),
            Known::Call(call) => call.spec(),
        }
    }

    /// The URL of the request, as the client built it. After a redirect it is still the URL before the redirect; `Display`
    /// names the server that answered, if the transport reports it.
    ///
    /// `None` if the request could not be built, and if the reply was read without a client.
    ///
    /// It contains the caller's values, which `Display` never prints. What is known to be a secret is replaced by `***`: values
    /// of fields with the option `sensitive`, parameters that the client or the call adds to the query, and segments of the
    /// base URL's path that are neither a word nor a version. What an authorizer adds is left out.
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

    /// The documented error, where it is one.
    pub fn documented(&self) -> Option<&E> {
        match self {
            Self::Documented { error, .. } => Some(error),
            _ => None,
        }
    }

    /// Why the detail or the body of a documented error did not decode into its type: the reason of
    /// [`Error::UnexpectedBody`], or why an optional detail of [`Error::Documented`] is `None` though the reply has
    /// one. The raw text is in [`body`](Self::body).
    pub fn detail_error(&self) -> Option<&DecodeError> {
        match self {
            Self::UnexpectedBody { source, .. } => source.as_ref(),
            Self::Documented { reply, .. } => reply.detail_error(),
            _ => None,
        }
    }

    /// The reply, as far as it came.
    pub fn reply(&self) -> Option<&Reply> {
        match self.known() {
            Known::Reply(reply) => Some(reply),
            Known::Call(call) => call.reply(),
        }
    }

    /// The status, wherever a reply arrived or began to.
    pub fn status(&self) -> Option<StatusCode> {
        self.reply().map(Reply::status)
    }

    /// The headers, wherever a reply arrived or began to.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(Reply::headers)
    }

    /// The body, whatever it is; of a reply that was cut off, what had come.
    pub fn body(&self) -> Option<&Bytes> {
        self.reply().map(Reply::body)
    }

    /// How the server names the request: see [`Reply::request_id`].
    pub fn request_id(&self) -> Option<&str> {
        self.reply().and_then(Reply::request_id)
    }

    /// Whether the request reached the server.
    pub fn sent(&self) -> Sent {
        match self.known() {
            Known::Reply(_) => Sent::Yes,
            Known::Call(call) => call.sent(),
        }
    }

    /// How many times the request was sent or tried to be; 0 where it could not be built, and where no token came for it.
    pub fn attempts(&self) -> u32 {
        match self.known() {
            Known::Reply(reply) => reply.attempts(),
            Known::Call(call) => call.attempts(),
        }
    }

    /// The time from the beginning of the call to its end; zero if there was no client, or if the request could not be built.
    pub fn elapsed(&self) -> Duration {
        match self.known() {
            Known::Reply(reply) => reply.elapsed(),
            Known::Call(call) => call.elapsed(),
        }
    }

    /// What the attempts before the last one met, in their order: the 503 with a code that came before a timeout, say.
    /// Of more than ten attempts, the last ten; requests that an HTTP/2 server refused unprocessed are left out first.
    /// An attempt whose token was refused is among them.
    ///
    /// ```
    /// # async fn run(client: &callsheet::Client) -> Result<(), callsheet::AnyError> {
    /// # #[callsheet::endpoint(method = "GET", path = "/widgets/<widget>")]
    /// # struct GetWidget { widget: String }
    /// if let Err(error) = GetWidget::builder().widget("w").send(client).await {
    ///     for attempt in error.earlier_attempts() {
    ///         eprintln!("{attempt} after {:?}: {:?}", attempt.elapsed(), attempt.message());
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn earlier_attempts(&self) -> &[EarlierAttempt] {
        match self.known() {
            Known::Reply(reply) => reply.earlier_attempts(),
            Known::Call(call) => call.earlier_attempts(),
        }
    }

    /// Whether the call ended because its body can be read only once: an attempt had read it, and the request would have been
    /// sent again otherwise. Make the body with [`Body::file`](crate::Body::file) or [`Body::from_fn`](crate::Body::from_fn)
    /// instead.
    pub fn is_stopped_by_body(&self) -> bool {
        match self.known() {
            Known::Reply(reply) => reply.is_stopped_by_body(),
            Known::Call(call) => call.is_stopped_by_body(),
        }
    }

    /// The idempotency key of the call, the same on every attempt: give it to
    /// [`CallOptions::idempotency_key`](crate::CallOptions::idempotency_key) to repeat the call later. `None` where the
    /// endpoint has none, and where the request could not be built.
    pub fn idempotency_key(&self) -> Option<&str> {
        match self.known() {
            Known::Reply(reply) => reply.idempotency_key(),
            Known::Call(call) => call.idempotency_key(),
        }
    }

    /// How long the server asks to wait before the next request: see [`Reply::retry_after`].
    pub fn retry_after(&self) -> Option<Duration> {
        self.reply().and_then(Reply::retry_after)
    }

    /// How long it is until the rate limit that is used up is reset: see [`Reply::rate_limit_reset`].
    pub fn rate_limit_reset(&self) -> Option<Duration> {
        self.reply().and_then(Reply::rate_limit_reset)
    }

    /// Which time limit was exceeded; `None` for other errors.
    pub fn time_limit(&self) -> Option<TimeLimit> {
        match self {
            Self::Timeout { source, .. } => source.time_limit(),
            _ => None,
        }
    }

    /// Whether a time limit was exceeded.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout { .. })
    }

    /// The same with another type of documented error, for an SDK that gathers several into one.
    pub fn map<F>(self, convert: impl FnOnce(E) -> F) -> Error<F> {
        match self {
            Self::Documented { error, reply } => Error::Documented { error: convert(error), reply },
            Self::Undocumented { reply } => Error::Undocumented { reply },
            Self::UnexpectedBody { source, reply } => Error::UnexpectedBody { source, reply },
            Self::Decode { source, reply } => Error::Decode { source, reply },
            Self::Transport { source, call } => Error::Transport { source, call },
            Self::Timeout { source, call } => Error::Timeout { source, call },
            Self::Build { source, call } => Error::Build { source, call },
        }
    }
}

impl<E: DocumentedError> Error<E> {
    /// The code that the reply gives, documented or not.
    pub fn code(&self) -> Option<&str> {
        self.documented().map_or(self.replied_code(), DocumentedError::code)
    }

    /// The message that the reply gives.
    pub fn message(&self) -> Option<&str> {
        self.documented().map_or(self.replied_message(), DocumentedError::message)
    }
}

impl Error<Infallible> {
    /// The error of a call that the transport did not complete.
    pub(crate) fn of_transport(source: TransportError, call: FailedCall) -> Self {
        let call = Box::new(call);
        match source.kind() {
            TransportErrorKind::Timeout => Self::Timeout { source, call },
            _ => Self::Transport { source, call },
        }
    }

    /// The same in the type of an endpoint's errors.
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
            Self::Transport { source, .. } | Self::Timeout { source, .. } => Some(source),
            Self::Build { source, .. } => Some(source),
        }
    }
}
