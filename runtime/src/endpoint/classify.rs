//! Classifies replies by the tables of an endpoint. It does not use the endpoint's types, so the code is compiled once.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::clock::Clock;
use crate::endpoint::drift::{self, Hook, Watch};
use crate::endpoint::streaming::{Again, StreamingReply};
use crate::error::call::FailedCall;
use crate::error::reply::{ErrorReply, Said};
use crate::error::target::{Destination, Target};
use crate::error::{AnyError, Error, PageError};
use crate::error_format::{ErrorFormat, ErrorsInSuccess, Problem};
use crate::request::base_url::BaseUrl;
use crate::request::build_error::BuildError;
use crate::response::decode_error::DecodeError;
use crate::response::earlier::{EarlierAttempt, ReplySummary};
use crate::response::reply::Reply;
use crate::spec::{ErrorTable, Repeat, Spec};
use crate::transport::Body;
use crate::transport::redirects::Redirects;

/// Checks the head of a successful response before its body is read as a stream.
pub(crate) type CheckHead = fn(StatusCode, &HeaderMap) -> Result<(), DecodeError>;

/// The tables and functions that classify the replies of an endpoint.
pub(crate) struct Judging {
    pub(crate) spec: &'static Spec,
    pub(crate) table: &'static ErrorTable,
    pub(crate) format: &'static dyn ErrorFormat,
    pub(crate) in_success: ErrorsInSuccess,
    /// Set if the response type is read as a stream.
    pub(crate) stream: Option<StreamRules>,
}

/// How the response of an endpoint is read as a stream.
pub(crate) struct StreamRules {
    pub(crate) check: CheckHead,
    /// Creates the error of a response that is not a success, after a stream has sent its request again.
    pub(crate) refused: fn(Arrived, &Caller<'_>) -> AnyError,
}

/// A reply that arrived: a complete one, or the head of one whose body is a stream.
pub(crate) struct Arrived {
    pub(crate) reply: Reply,
    /// The part of the body that was not read yet.
    pub(crate) body: Option<Body>,
    /// Computed once, because some APIs report errors in the body.
    pub(crate) is_success: bool,
    /// Whether the reply says that the version that the caller knows is still the current one.
    pub(crate) is_unchanged: bool,
}

impl Deref for Arrived {
    type Target = Reply;

    fn deref(&self) -> &Reply {
        &self.reply
    }
}

/// The kind of a reply that is not a success, by its status and code.
pub(crate) enum Verdict<'a> {
    /// The documented error of this row.
    Documented(usize, Problem<'a>),
    /// A documented status, but no known code.
    UnexpectedBody(Said),
    Undocumented(Said),
}

impl Verdict<'_> {
    fn said(self) -> Said {
        match self {
            Self::Documented(_, problem) => Said::of(problem),
            Self::UnexpectedBody(said) | Self::Undocumented(said) => said,
        }
    }
}

impl Judging {
    /// Classifies a complete reply as success or error. `accepts_unchanged` is whether status 304 is a success.
    pub(crate) fn arrived(&self, reply: Reply, accepts_unchanged: bool) -> Arrived {
        let has_status = self.spec.success.contains(reply.status());
        let is_unchanged = accepts_unchanged && reply.status() == StatusCode::NOT_MODIFIED;
        let is_success = is_unchanged || (has_status && !self.in_success.is_error(&reply, self.format));
        Arrived { reply, body: None, is_success, is_unchanged }
    }

    /// Whether a response with this head is read as a stream. `accepts_partial` is whether status 206 is a success.
    pub(crate) fn is_stream(&self, status: StatusCode, headers: &HeaderMap, accepts_partial: bool) -> bool {
        let is_part = accepts_partial && status == StatusCode::PARTIAL_CONTENT;
        let Some(rules) = &self.stream else { return false };
        (is_part || self.spec.success.contains(status)) && (rules.check)(status, headers).is_ok()
    }

    /// Wraps the head of a response that is read as a stream: see [`is_stream`](Self::is_stream).
    pub(crate) fn arrived_head(reply: Reply, body: Body) -> Arrived {
        Arrived { reply, body: Some(body), is_success: true, is_unchanged: false }
    }

    /// Classifies a reply that is not a success.
    pub(crate) fn judge<'a>(&self, reply: &'a Reply) -> Verdict<'a> {
        let status = reply.status();
        let problem = self.format.read(reply).unwrap_or_default();
        match self.table.find(status, problem.code.as_deref()) {
            Some(row) => Verdict::Documented(row, problem),
            None if problem.code.is_none() && self.table.documents(status) => {
                Verdict::UnexpectedBody(Said::of(problem))
            }
            None => Verdict::Undocumented(Said::of(problem)),
        }
    }

    /// Returns which redirects a call of the endpoint may follow.
    pub(crate) fn redirects(&self, is_on: bool) -> Redirects {
        Redirects::new(self.spec, self.table, is_on)
    }

    /// Summarizes an attempt that is followed by another one.
    pub(crate) fn earlier(&self, arrived: &Arrived, elapsed: Duration) -> EarlierAttempt {
        let said = if arrived.is_success { Said::default() } else { self.judge(arrived).said() };
        let summary =
            ReplySummary { code: said.code.as_deref(), message: said.message.as_deref(), ..arrived.reply.summary() };
        EarlierAttempt::new(summary, None, elapsed)
    }

    /// Returns the error code that the API's error format finds in the reply.
    pub(crate) fn code<'a>(&self, reply: &'a Reply) -> Option<Cow<'a, str>> {
        self.format.read(reply).and_then(|problem| problem.code)
    }

    /// Returns what the definition says about a retry after this reply.
    pub(crate) fn repeat(&self, arrived: &Arrived) -> Option<Repeat> {
        if arrived.is_success || !self.table.has_repeats() {
            return None;
        }
        match self.judge(arrived) {
            Verdict::Documented(row, _) => self.table.repeat(row),
            _ => None,
        }
    }
}

impl fmt::Debug for Judging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Judging").field(&self.spec.name).finish()
    }
}

/// What a client adds when it reads a reply.
pub(crate) struct Caller<'c> {
    pub(crate) drift: Option<&'c Hook>,
    pub(crate) destination: Destination<'c>,
    pub(crate) clock: &'c Arc<dyn Clock>,
    /// Whether the request has a `Range`.
    pub(crate) asked_for_range: bool,
    /// Sends the request of a stream again.
    pub(crate) again: Option<&'c Arc<dyn Again>>,
}

/// The part of reading a reply that does not need the endpoint's types: it creates errors and reports drift.
pub(crate) struct Reading<'c> {
    judging: &'static Judging,
    caller: Option<&'c Caller<'c>>,
    /// Collects unknown values of open enums from the start.
    watch: Watch<'c>,
}

impl<'c> Reading<'c> {
    /// Starts to read a reply, before anything is decoded. `caller` is `None` without a client.
    pub(crate) fn begin(judging: &'static Judging, caller: Option<&'c Caller<'c>>) -> Self {
        Self { judging, caller, watch: Watch::begin(caller.and_then(|caller| caller.drift)) }
    }

    /// Returns the response as a stream, if its head passes `check`. `body` is the part that was not read yet. If the
    /// whole body was read, the stream yields it again.
    pub(crate) fn incoming(
        &self,
        check: CheckHead,
        reply: &Reply,
        body: Option<Body>,
    ) -> Result<StreamingReply, DecodeError> {
        if reply.status() == StatusCode::PARTIAL_CONTENT && self.caller.is_some_and(|caller| !caller.asked_for_range) {
            return Err(DecodeError::new("the server sent a part of the content, but the request has no `Range`"));
        }
        check(reply.status(), reply.headers())?;
        let body = body.unwrap_or_else(|| Body::from(reply.body().clone()));
        let clock = self.caller.map(|caller| Arc::clone(caller.clock));
        let again = self.caller.and_then(|caller| caller.again.cloned());
        let Judging { spec, format, .. } = *self.judging;
        let (target, drift, head) = (self.target(), self.drift().cloned(), reply.head());
        Ok(StreamingReply { spec, target, head, body, format, drift, clock, again })
    }

    /// Ends the reading after a value was decoded.
    pub(crate) fn value(self, reply: &Reply) {
        self.watch.end(self.judging.spec, reply);
    }

    /// Begins the error of a reply. What the reply says is added when the reading ends.
    pub(crate) fn error_reply(&self, reply: Reply) -> Box<ErrorReply> {
        let target = self.target();
        // The box is allocated first, so that the reply is copied into it once.
        Box::write(Box::new_uninit(), ErrorReply::new(self.judging.spec, self.judging.format, target, reply))
    }

    /// Creates the error of a success that did not decode.
    pub(crate) fn decode(self, reply: Reply, source: DecodeError) -> Error<Infallible> {
        let reply = self.error_reply(reply);
        Error::Decode { source, reply: self.end(reply, Some(Said::default())) }
    }

    /// Ends the reading after a documented error was read. `misfit` is the reason why its optional detail or body is
    /// `None` although the reply has one.
    pub(crate) fn documented(self, mut reply: Box<ErrorReply>, misfit: Option<Box<DecodeError>>) -> Box<ErrorReply> {
        drift::detail(self.drift(), self.judging.spec, &reply, misfit.as_deref());
        reply.set_detail_error(misfit);
        self.end(reply, None)
    }

    /// Creates the error of a documented status whose body is not in the documented format. `source` is the reason why
    /// the detail did not decode.
    pub(crate) fn unexpected_body(
        self,
        reply: Box<ErrorReply>,
        source: Option<DecodeError>,
        said: Said,
    ) -> Error<Infallible> {
        drift::detail(self.drift(), self.judging.spec, &reply, source.as_ref());
        Error::UnexpectedBody { source, reply: self.end(reply, Some(said)) }
    }

    /// Creates the error of a reply that is neither a success nor a documented error.
    pub(crate) fn undocumented(self, reply: Box<ErrorReply>, said: Said) -> Error<Infallible> {
        let Judging { spec, table, .. } = *self.judging;
        drift::undocumented(self.drift(), spec, table, &reply, said.code.as_deref());
        Error::Undocumented { reply: self.end(reply, Some(said)) }
    }

    fn drift(&self) -> Option<&'c Hook> {
        self.caller.and_then(|caller| caller.drift)
    }

    fn target(&self) -> Option<Box<Target>> {
        self.caller.map(|caller| caller.destination.target(self.judging.spec))
    }

    /// Ends the reading with an error, and reports the unknown values that were found. `said` is `None` if the variant
    /// of a documented error has the code and the message.
    fn end(self, mut reply: Box<ErrorReply>, said: Option<Said>) -> Box<ErrorReply> {
        if let Some(said) = said {
            reply.set_said(said);
        }
        self.watch.end(self.judging.spec, &reply);
        reply
    }
}

/// Creates the error of a page that arrived, of which the next one is not requested.
pub(crate) fn of_page(judging: &Judging, target: Box<Target>, reply: Reply, source: PageError) -> Error<Infallible> {
    let mut reply = Box::new(ErrorReply::new(judging.spec, judging.format, Some(target), reply));
    reply.set_said(Said::default());
    Error::Pages { source, reply }
}

/// Creates the error of a request that could not be built.
pub(crate) fn not_built(spec: &'static Spec, base: &BaseUrl, source: BuildError) -> Error<Infallible> {
    Error::Build { source, call: Box::new(FailedCall::not_begun(spec, Target::unbuilt(base))) }
}
