//! [`ErrorReply`]: the reply that caused an error.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use http::Uri;

use crate::error::target::Target;
use crate::error_format::{ErrorFormat, Problem};
use crate::response::decode_error::DecodeError;
use crate::response::reply::Reply;
use crate::spec::Spec;

/// The reply that caused an error, and what was read from it.
///
/// It dereferences to [`Reply`], which has the status, the header fields, the body and the request id:
///
/// ```
/// # use callsheet::{Endpoint, Error, endpoint};
/// # #[endpoint(method = "POST", path = "/builds", errors(queue_full = 503))]
/// # struct StartBuild {}
/// # let response = http::Response::builder().status(503).header("x-queue", "7");
/// # let response = response.body(r#"{"code":"queue_full"}"#.into()).unwrap();
/// match StartBuild::read_response(response) {
///     Err(Error::Documented { error: StartBuildError::QueueFull { .. }, reply, .. }) => {
///         assert_eq!(reply.headers()["x-queue"], "7");
///         assert_eq!(reply.code(), Some("queue_full"));
///     }
///     other => panic!("{other:?}"),
/// }
/// ```
pub struct ErrorReply {
    spec: &'static Spec,
    /// `None` if the reply was read without a client.
    target: Option<Box<Target>>,
    reply: Reply,
    /// Where the reply contains its code and its message.
    format: &'static dyn ErrorFormat,
    /// Read on the first access. A documented error has both in its variant.
    said: OnceLock<Said>,
    /// Why an optional detail of a documented error is `None`, if the reply has one.
    detail_error: Option<Box<DecodeError>>,
}

/// The code and the message of a reply.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) code: Option<Box<str>>,
    pub(crate) message: Option<Box<str>>,
}

impl Said {
    pub(crate) fn of(problem: Problem<'_>) -> Self {
        let boxed = |text: Cow<'_, str>| text.into_owned().into_boxed_str();
        Self { code: problem.code.map(boxed), message: problem.message.map(boxed) }
    }
}

impl ErrorReply {
    /// Creates it from a complete reply to a request to `target`.
    pub(crate) fn new(
        spec: &'static Spec,
        format: &'static dyn ErrorFormat,
        target: Option<Box<Target>>,
        reply: Reply,
    ) -> Self {
        Self { spec, target, reply, format, said: OnceLock::new(), detail_error: None }
    }

    /// Sets the code and the message, which were already read.
    pub(crate) fn set_said(&mut self, said: Said) {
        self.said = said.into();
    }

    /// Sets the reason why the optional detail is `None`.
    pub(crate) fn set_detail_error(&mut self, detail_error: Option<Box<DecodeError>>) {
        self.detail_error = detail_error;
    }

    pub(super) fn target(&self) -> Option<&Target> {
        self.target.as_deref()
    }

    fn said(&self) -> &Said {
        self.said.get_or_init(|| self.format.read(&self.reply).map(Said::of).unwrap_or_default())
    }

    /// Returns the endpoint that was called.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// Returns the URL of the request: see [`Error::url`](crate::Error::url).
    #[must_use]
    pub fn url(&self) -> Option<&Uri> {
        self.target.as_deref().and_then(Target::url)
    }

    /// Returns the reply without what was read from it.
    #[must_use]
    pub fn into_reply(self) -> Reply {
        self.reply
    }

    /// Returns the error code that the reply contains, documented or not. A number is returned as text. `None` if
    /// there is no code, and in an [`Error::Decode`](crate::Error::Decode), whose reply is a success.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.said().code.as_deref()
    }

    /// Returns the error message that the reply contains. `None` in the same cases as for [`code`](Self::code).
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.said().message.as_deref()
    }

    /// Returns why the optional detail of a documented error is `None`, although the reply has one.
    #[must_use]
    pub fn detail_error(&self) -> Option<&DecodeError> {
        self.detail_error.as_deref()
    }
}

impl Deref for ErrorReply {
    type Target = Reply;

    fn deref(&self) -> &Reply {
        &self.reply
    }
}

impl fmt::Debug for ErrorReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ErrorReply");
        debug.field("endpoint", &self.spec.name).field("method", &self.spec.method).field("path", &self.spec.path);
        // Do not parse the body again: a documented error has both in its variant.
        if let Some(Said { code, message }) = self.said.get() {
            debug.field("code", code).field("message", message);
        }
        if let Some(detail_error) = &self.detail_error {
            debug.field("detail_error", detail_error);
        }
        if !self.reply.earlier_attempts().is_empty() {
            debug.field("earlier_attempts", &self.reply.earlier_attempts());
        }
        // Does not print the idempotency key, because its field may be a secret.
        debug.field("reply", &self.reply).finish_non_exhaustive()
    }
}
