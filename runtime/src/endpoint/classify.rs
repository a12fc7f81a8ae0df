//! Reading: a reply into its result.
//!
//! What can be told without types is told once for all endpoints, by [`Judging`] and [`read`]; the generic [`Outcome`] only
//! makes the value or the variant.

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use crate::endpoint::Endpoint;
use crate::endpoint::api::Api as _;
use crate::endpoint::drift::{self, Hook, Watch};
use crate::error::Error;
use crate::error::call::FailedCall;
use crate::error::documented::ErrorSet as _;
use crate::error::reply::{ErrorReply, Said};
use crate::error::target::Target;
use crate::error_format::{ErrorFormat, ErrorsInSuccess, Problem};
use crate::request::base_url::BaseUrl;
use crate::request::build_error::BuildError;
use crate::response::decode_error::DecodeError;
use crate::response::earlier::{EarlierAttempt, ReplySummary};
use crate::response::reply::Reply;
use crate::spec::{ErrorTable, Repeat, Spec};
use crate::transport::error::TransportError;
use crate::transport::redirects::Redirects;

/// What an endpoint's replies are judged by; no types, so that one function serves all endpoints.
#[derive(Clone, Copy)]
pub(crate) struct Judging {
    pub(crate) spec: &'static Spec,
    table: &'static ErrorTable,
    format: &'static dyn ErrorFormat,
    in_success: ErrorsInSuccess,
}

/// What a reply is, by its status and its code.
enum Verdict<'a> {
    Success,
    /// The documented error of this row.
    Documented(usize, Problem<'a>),
    /// A documented status without a code that could be recognised.
    UnexpectedBody(Problem<'a>),
    Undocumented(Problem<'a>),
}

impl Judging {
    pub(crate) fn of<E: Endpoint>() -> Self {
        let (format, in_success) = (E::Api::ERROR_FORMAT, E::Api::ERRORS_IN_SUCCESS);
        Self { spec: E::SPEC, table: E::Error::TABLE, format, in_success }
    }

    /// Whether the reply is a success: by its status, and in some APIs by its body.
    pub(crate) fn is_success(&self, reply: &Reply) -> bool {
        self.spec.success.contains(reply.status()) && !self.in_success.is_error(reply, self.format)
    }

    fn judge<'a>(&self, reply: &'a Reply) -> Verdict<'a> {
        let status = reply.status();
        if self.is_success(reply) {
            return Verdict::Success;
        }
        let problem = self.format.read(reply).unwrap_or_default();
        match self.table.find(status, problem.code.as_deref()) {
            Some(row) => Verdict::Documented(row, problem),
            None if problem.code.is_none() && self.table.documents(status) => Verdict::UnexpectedBody(problem),
            None => Verdict::Undocumented(problem),
        }
    }

    /// A reply that came whole, as the one of an error.
    fn error_reply(&self, reply: Reply) -> ErrorReply {
        ErrorReply::new(self.spec, self.format, reply)
    }

    /// Which redirects a call of the endpoint may follow.
    pub(crate) fn redirects(&self, is_on: bool) -> Redirects {
        Redirects::new(self.spec, self.table, is_on)
    }

    /// What an attempt met that was not the last one, and took this time.
    ///
    /// `reply` came whole if there is no `error`; otherwise it is as much of one as had come.
    pub(crate) fn earlier(
        &self,
        reply: Option<&Reply>,
        error: Option<&TransportError>,
        elapsed: Duration,
    ) -> EarlierAttempt {
        let verdict = reply.filter(|_| error.is_none()).map(|reply| self.judge(reply));
        let problem = match &verdict {
            Some(
                Verdict::Documented(_, problem) | Verdict::UnexpectedBody(problem) | Verdict::Undocumented(problem),
            ) => Some(problem),
            Some(Verdict::Success) | None => None,
        };
        let summary = ReplySummary {
            status: reply.map(Reply::status),
            request_id: reply.and_then(Reply::request_id),
            code: problem.and_then(|problem| problem.code.as_deref()),
            message: problem.and_then(|problem| problem.message.as_deref()),
        };
        EarlierAttempt::new(summary, error, elapsed)
    }

    /// What the definition says of trying again after this reply.
    pub(crate) fn repeat(&self, reply: &Reply) -> Option<Repeat> {
        if !self.table.speaks_of_repeats() {
            return None;
        }
        match self.judge(reply) {
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

/// What a reply is read into: the one part of reading that knows an endpoint's types.
pub(crate) struct Outcome<E: Endpoint> {
    value: Option<E::Response>,
    error: Option<E::Error>,
}

/// An [`Outcome`] from outside, so that one function reads the replies of all endpoints.
pub(crate) trait Typed {
    /// Takes the value of a success.
    fn take_value(&mut self, reply: &Reply) -> Result<(), DecodeError>;

    /// Takes the documented error of this row.
    fn take_error(&mut self, row: usize, problem: &Problem<'_>, reply: &Reply) -> Result<(), DecodeError>;
}

impl<E: Endpoint> Typed for Outcome<E> {
    fn take_value(&mut self, reply: &Reply) -> Result<(), DecodeError> {
        E::decode(reply, &mut self.value)
    }

    fn take_error(&mut self, row: usize, problem: &Problem<'_>, reply: &Reply) -> Result<(), DecodeError> {
        self.error = Some(E::Error::from_reply(row, problem, reply)?);
        Ok(())
    }
}

/// What came of a call, beside what was taken into its [`Outcome`].
pub(crate) enum Came {
    /// A value was taken, from this reply.
    Value(Reply),
    /// A documented error was taken.
    Documented(Box<ErrorReply>),
    /// Neither was.
    Untyped(Error<Infallible>),
}

impl<E: Endpoint> Outcome<E> {
    pub(crate) fn nothing() -> Self {
        Self { value: None, error: None }
    }

    /// The result of a call that took this, and gave `came` beside it.
    pub(crate) fn with<T>(self, came: Came, make: impl FnOnce(E::Response, Reply) -> T) -> Result<T, Error<E::Error>> {
        match (came, self) {
            (Came::Value(reply), Self { value: Some(value), .. }) => Ok(make(value, reply)),
            (Came::Documented(reply), Self { error: Some(error), .. }) => Err(Error::Documented { error, reply }),
            (came, _) => Err(came.untyped(Judging::of::<E>()).typed()),
        }
    }
}

impl Came {
    /// The same, of a request that went there.
    pub(crate) fn sent_to(self, target: impl FnOnce() -> Box<Target>) -> Self {
        match self {
            Self::Value(_) => self,
            Self::Documented(mut reply) => {
                reply.sent_to(target());
                Self::Documented(reply)
            }
            Self::Untyped(error) => Self::Untyped(error.sent_to(target())),
        }
    }

    /// The error of a call that took nothing.
    fn untyped(self, judging: Judging) -> Error<Infallible> {
        let source = DecodeError::new("nothing was read");
        match self {
            Self::Value(reply) => decode(judging, reply, source),
            Self::Documented(reply) => Error::Decode { source, reply },
            Self::Untyped(error) => error,
        }
    }
}

/// Reads a reply that arrived whole; what the definition does not know of it is told to `drift`.
pub(crate) fn read(judging: Judging, reply: Reply, drift: Option<&Hook>, outcome: &mut dyn Typed) -> Came {
    let spec = judging.spec;
    Came::Untyped(match judging.judge(&reply) {
        Verdict::Success => {
            let watch = Watch::begin(drift);
            let taken = outcome.take_value(&reply);
            watch.end(spec, &reply);
            match taken {
                Ok(()) => return Came::Value(reply),
                Err(source) => decode(judging, reply, source),
            }
        }
        Verdict::Documented(row, mut problem) => {
            let watch = Watch::begin(drift);
            let taken = outcome.take_error(row, &problem, &reply);
            watch.end(spec, &reply);
            match taken {
                Ok(()) => {
                    let detail_error = problem.take_misfit();
                    drop(problem);
                    drift::detail(drift, spec, &reply, detail_error.as_deref());
                    let reply = judging.error_reply(reply).with_detail_error(detail_error);
                    return Came::Documented(Box::new(reply));
                }
                Err(source) => {
                    drift::detail(drift, spec, &reply, Some(&source));
                    let said = Said::of(problem);
                    unexpected_body(judging, reply, Some(source), said)
                }
            }
        }
        Verdict::UnexpectedBody(problem) => {
            let said = Said::of(problem);
            unexpected_body(judging, reply, None, said)
        }
        Verdict::Undocumented(problem) => {
            let said = Said::of(problem);
            drift::undocumented(drift, spec, judging.table, &reply, said.code.as_deref());
            undocumented(judging, reply, said)
        }
    })
}

// The errors that know nothing of an endpoint's types are made once for all endpoints.

fn decode(judging: Judging, reply: Reply, source: DecodeError) -> Error<Infallible> {
    Error::Decode { source, reply: Box::new(judging.error_reply(reply).saying(Said::default())) }
}

fn unexpected_body(judging: Judging, reply: Reply, source: Option<DecodeError>, said: Said) -> Error<Infallible> {
    Error::UnexpectedBody { source, reply: Box::new(judging.error_reply(reply).saying(said)) }
}

fn undocumented(judging: Judging, reply: Reply, said: Said) -> Error<Infallible> {
    Error::Undocumented { reply: Box::new(judging.error_reply(reply).saying(said)) }
}

/// The error of a request that could not be built.
pub(crate) fn not_built(spec: &'static Spec, base: &BaseUrl, source: BuildError) -> Error<Infallible> {
    let error = Error::Build { source, call: Box::new(FailedCall::not_begun(spec)) };
    error.sent_to(Target::unbuilt(base))
}
