//! [`Error`]: why a call gave no value.

pub(crate) mod any;
pub(crate) mod documented;
mod line;
mod view;

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub use self::any::{AnyDocumented, AnyError};
pub use self::documented::{Detail, DocumentedError, ErrorSet, Facts, NoErrors};
use self::view::View;
pub use crate::boxed::BoxError;
pub use crate::config_error::ConfigError;
pub use crate::request::build_error::BuildError;
pub use crate::response::decode_error::DecodeError;
use crate::response::earlier::Earlier;
pub use crate::response::earlier::EarlierAttempt;
use crate::response::reply::Reply;
use crate::spec::Spec;
pub use crate::transport::error::Sent;
use crate::transport::error::{TimeLimit, TransportError};

/// Why a call gave no value, for an endpoint whose documented errors are `E`.
///
/// Match on what the API documents, by status and code together, with `..` behind the fields that you name, since more
/// may come: `Err(Error::Documented { error: GetUserError::NotFound { .. }, .. })`. Pass the rest on. Whatever came
/// back is kept in every variant and answers through the methods.
///
/// `Display` is one line: method, path template, status, code, message and request id, with control characters of the
/// server's text escaped. [`source`](std::error::Error::source) carries the rest.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// An error that the endpoint documents.
    #[non_exhaustive]
    Documented {
        /// Which one, with its detail.
        error: E,
        /// The call so far.
        exchange: Box<Exchange>,
    },
    /// A reply that is neither a success nor a documented error: its status is not documented, or its code is not.
    #[non_exhaustive]
    Undocumented {
        /// The call so far.
        exchange: Box<Exchange>,
    },
    /// A documented status with a body of another shape: a proxy's HTML, an empty or broken body, a detail that does
    /// not fit its type. `Display` names the content type or the content encoding if that explains it.
    #[non_exhaustive]
    UnexpectedBody {
        /// Why the detail did not fit, where the code was recognised.
        source: Option<DecodeError>,
        /// The call so far.
        exchange: Box<Exchange>,
    },
    /// A success whose body does not decode into the response type.
    #[non_exhaustive]
    Decode {
        /// Where and why.
        source: DecodeError,
        /// The call so far.
        exchange: Box<Exchange>,
    },
    /// No reply came, or it was cut off or too large.
    #[non_exhaustive]
    Transport {
        /// Where and why.
        source: TransportError,
        /// The call so far: holds as much of the reply as had come.
        exchange: Box<Exchange>,
    },
    /// The time was up.
    #[non_exhaustive]
    Timeout {
        /// Which time.
        source: TransportError,
        /// The call so far: holds as much of the reply as had come.
        exchange: Box<Exchange>,
    },
    /// The request could not be built; nothing was sent.
    #[non_exhaustive]
    Build {
        /// Which field, and why.
        source: BuildError,
        /// The call so far.
        exchange: Box<Exchange>,
    },
}

/// What is known of a call that failed, whichever way.
pub struct Exchange {
    pub(crate) spec: &'static Spec,
    pub(crate) reply: Option<Reply>,
    pub(crate) sent: Sent,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    /// What an undocumented or foreign reply calls itself.
    pub(crate) code: Option<Box<str>>,
    pub(crate) message: Option<Box<str>>,
    /// Why an optional detail of a documented error is `None`, if it is there.
    pub(crate) detail_error: Option<Box<DecodeError>>,
    pub(crate) idempotency_key: Option<Arc<str>>,
    pub(crate) earlier: Earlier,
}

impl Exchange {
    /// The exchange of a reply that arrived whole.
    pub(crate) fn of_reply(spec: &'static Spec, reply: Reply) -> Self {
        let (attempts, elapsed) = (reply.attempts(), reply.elapsed());
        let idempotency_key = reply.shared_key();
        Self {
            spec,
            sent: Sent::Yes,
            attempts,
            elapsed,
            code: None,
            message: None,
            detail_error: None,
            idempotency_key,
            earlier: reply.earlier().clone(),
            reply: Some(reply),
        }
    }

    /// The endpoint.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// The reply, as far as it came.
    #[must_use]
    pub fn reply(&self) -> Option<&Reply> {
        self.reply.as_ref()
    }

    /// The time from the call to its end; zero where there was no client.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Exchange");
        debug.field("endpoint", &self.spec.name).field("method", &self.spec.method).field("path", &self.spec.path);
        debug.field("sent", &self.sent).field("attempts", &self.attempts).field("elapsed", &self.elapsed);
        // Of a documented error, the variant has them.
        if let Some(code) = &self.code {
            debug.field("code", code);
        }
        if let Some(message) = &self.message {
            debug.field("message", message);
        }
        if let Some(detail_error) = &self.detail_error {
            debug.field("detail_error", detail_error);
        }
        if !self.earlier.as_slice().is_empty() {
            debug.field("earlier_attempts", &self.earlier.as_slice());
        }
        // Without the idempotency key: its field may be a secret.
        debug.field("reply", &self.reply).finish_non_exhaustive()
    }
}

impl<E> Error<E> {
    /// What is known of the call.
    pub fn exchange(&self) -> &Exchange {
        match self {
            Self::Documented { exchange, .. }
            | Self::Undocumented { exchange, .. }
            | Self::UnexpectedBody { exchange, .. }
            | Self::Decode { exchange, .. }
            | Self::Transport { exchange, .. }
            | Self::Timeout { exchange, .. }
            | Self::Build { exchange, .. } => exchange,
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
            _ => self.exchange().detail_error.as_deref(),
        }
    }

    /// The reply, as far as it came.
    pub fn reply(&self) -> Option<&Reply> {
        self.exchange().reply.as_ref()
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
        self.exchange().sent
    }

    /// How many times the request was sent or tried to be; 0 where it could not be built, and where no token came for it.
    pub fn attempts(&self) -> u32 {
        self.exchange().attempts
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
        self.exchange().earlier.as_slice()
    }

    /// The idempotency key of the call, the same on every attempt: give it to
    /// [`CallOptions::idempotency_key`](crate::CallOptions::idempotency_key) to repeat the call later. `None` where the
    /// endpoint has none, and where the request could not be built.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.exchange().idempotency_key.as_deref()
    }

    /// How long the server asks to wait before the next request: see [`Reply::retry_after`].
    pub fn retry_after(&self) -> Option<Duration> {
        self.reply().and_then(Reply::retry_after)
    }

    /// How long it is until the rate limit that is used up is reset: see [`Reply::rate_limit_reset`].
    pub fn rate_limit_reset(&self) -> Option<Duration> {
        self.reply().and_then(Reply::rate_limit_reset)
    }

    /// Which time was up, where one was.
    pub fn time_limit(&self) -> Option<TimeLimit> {
        match self {
            Self::Timeout { source, .. } => source.time_limit(),
            _ => None,
        }
    }

    /// Whether the time was up.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout { .. })
    }

    /// The same with another type of documented error, for an SDK that gathers several into one.
    pub fn map<F>(self, convert: impl FnOnce(E) -> F) -> Error<F> {
        match self {
            Self::Documented { error, exchange } => Error::Documented { error: convert(error), exchange },
            Self::Undocumented { exchange } => Error::Undocumented { exchange },
            Self::UnexpectedBody { source, exchange } => Error::UnexpectedBody { source, exchange },
            Self::Decode { source, exchange } => Error::Decode { source, exchange },
            Self::Transport { source, exchange } => Error::Transport { source, exchange },
            Self::Timeout { source, exchange } => Error::Timeout { source, exchange },
            Self::Build { source, exchange } => Error::Build { source, exchange },
        }
    }
}

impl<E: DocumentedError> Error<E> {
    /// The code that the reply gives, documented or not.
    pub fn code(&self) -> Option<&str> {
        self.documented().map_or(self.exchange().code.as_deref(), DocumentedError::code)
    }

    /// The message that the reply gives.
    pub fn message(&self) -> Option<&str> {
        self.documented().map_or(self.exchange().message.as_deref(), DocumentedError::message)
    }

    /// The same error without its endpoint's type: one type for the errors of all endpoints.
    pub fn into_any(self) -> Error<AnyDocumented> {
        self.map(AnyDocumented::new)
    }
}

impl Error<Infallible> {
    /// The same in the type of an endpoint's errors.
    pub(crate) fn typed<E>(self) -> Error<E> {
        self.map(|never| match never {})
    }
}

impl<E: DocumentedError> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchange = self.exchange();
        let (code, message) = match self.documented().map(DocumentedError::facts) {
            Some(facts) => (facts.code, facts.message),
            None => (exchange.code.as_deref(), exchange.message.as_deref()),
        };
        line::write_line(f, exchange, &self.view(), code, message)
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
