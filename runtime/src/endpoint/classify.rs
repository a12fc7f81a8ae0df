//! Reading: a reply into its result.
//!
//! What can be told without types is told once for all endpoints, by [`Judging`] and [`read`]; the generic [`Outcome`] only
//! makes the value or the variant.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use crate::endpoint::Endpoint;
use crate::endpoint::api::Api as _;
use crate::endpoint::drift::{self, Hook, Watch};
use crate::error::documented::ErrorSet as _;
use crate::error::{Error, Exchange};
use crate::error_format::{ErrorFormat, ErrorsInSuccess, Problem};
use crate::request::build_error::BuildError;
use crate::response::decode_error::DecodeError;
use crate::response::earlier::{Earlier, EarlierAttempt};
use crate::response::reply::Reply;
use crate::spec::{ErrorTable, Repeat, Spec};
use crate::transport::error::Sent;
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
        let code = problem.and_then(|problem| problem.code.as_deref());
        let message = problem.and_then(|problem| problem.message.as_deref());
        EarlierAttempt::new(reply, error, (code, message), elapsed)
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
    Documented(Box<Exchange>),
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
            (Came::Documented(exchange), Self { error: Some(error), .. }) => Err(Error::Documented { error, exchange }),
            (came, _) => Err(came.untyped(E::SPEC).typed()),
        }
    }
}

impl Came {
    /// The error of a call that took nothing.
    fn untyped(self, spec: &'static Spec) -> Error<Infallible> {
        let source = DecodeError::new("nothing was read");
        match self {
            Self::Value(reply) => decode(spec, reply, source),
            Self::Documented(exchange) => Error::Decode { source, exchange },
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
                Err(source) => decode(spec, reply, source),
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
                    return Came::Documented(Box::new(Exchange { detail_error, ..Exchange::of_reply(spec, reply) }));
                }
                Err(source) => {
                    drift::detail(drift, spec, &reply, Some(&source));
                    let said = Said::of(problem);
                    foreign(spec, reply, Some(source), said)
                }
            }
        }
        Verdict::UnexpectedBody(problem) => {
            let said = Said::of(problem);
            foreign(spec, reply, None, said)
        }
        Verdict::Undocumented(problem) => {
            let said = Said::of(problem);
            drift::undocumented(drift, spec, judging.table, &reply, said.code.as_deref());
            undocumented(spec, reply, said)
        }
    })
}

/// What a reply says of its error, where no variant holds it.
struct Said {
    code: Option<Box<str>>,
    message: Option<Box<str>>,
}

impl Said {
    fn of(problem: Problem<'_>) -> Self {
        Self { code: problem.code.map(boxed), message: problem.message.map(boxed) }
    }
}

fn boxed(text: Cow<'_, str>) -> Box<str> {
    text.into_owned().into_boxed_str()
}

fn exchange(spec: &'static Spec, reply: Reply) -> Box<Exchange> {
    Box::new(Exchange::of_reply(spec, reply))
}

fn exchange_of(spec: &'static Spec, reply: Reply, said: Said) -> Box<Exchange> {
    let Said { code, message } = said;
    Box::new(Exchange { code, message, ..Exchange::of_reply(spec, reply) })
}

// The errors that know nothing of an endpoint's types are made once for all endpoints.

fn decode(spec: &'static Spec, reply: Reply, source: DecodeError) -> Error<Infallible> {
    Error::Decode { source, exchange: exchange(spec, reply) }
}

fn foreign(spec: &'static Spec, reply: Reply, source: Option<DecodeError>, said: Said) -> Error<Infallible> {
    Error::UnexpectedBody { source, exchange: exchange_of(spec, reply, said) }
}

fn undocumented(spec: &'static Spec, reply: Reply, said: Said) -> Error<Infallible> {
    Error::Undocumented { exchange: exchange_of(spec, reply, said) }
}

/// The error of a request that could not be built.
pub(crate) fn not_built(spec: &'static Spec, source: BuildError) -> Error<Infallible> {
    let exchange = Exchange {
        spec,
        reply: None,
        sent: Sent::No,
        attempts: 0,
        elapsed: Duration::ZERO,
        code: None,
        message: None,
        detail_error: None,
        idempotency_key: None,
        earlier: Earlier::default(),
    };
    Error::Build { source, exchange: Box::new(exchange) }
}
