//! Reading: a reply into its result.
//!
//! What can be told without types is told once for all endpoints by [`Judging`]; the generic shell around it only makes
//! the value or the variant.

use std::fmt;

use crate::api::Api as _;
use crate::drift::{self, Hook};
use crate::endpoint::Endpoint;
use crate::error::{BuildError, Error, Exchange, Sent};
use crate::format::{ErrorFormat, Problem};
use crate::reply::{Full, Reply};
use crate::sending::Failed;
use crate::set::ErrorSet as _;
use crate::spec::{ErrorTable, Repeat, Spec};
use crate::transport::{Failure, TransportErrorKind};

/// What an endpoint's replies are judged by; no types, so that one function serves all endpoints.
#[derive(Clone, Copy)]
pub(crate) struct Judging {
    pub(crate) spec: &'static Spec,
    table: &'static ErrorTable,
    format: &'static dyn ErrorFormat,
}

/// What a reply is, by its status and its code.
enum Verdict<'a> {
    Success,
    /// The documented error of this row.
    Documented(usize, Problem<'a>),
    /// A documented status without a code that could be recognised.
    Foreign(Problem<'a>),
    Undocumented(Problem<'a>),
}

impl Judging {
    pub(crate) fn of<E: Endpoint>() -> Self {
        Self { spec: E::SPEC, table: E::Error::TABLE, format: E::Api::ERROR_FORMAT }
    }

    fn judge<'a>(&self, reply: &'a Reply) -> Verdict<'a> {
        let status = reply.status();
        if self.spec.success.contains(status) {
            return Verdict::Success;
        }
        let problem = self.format.read(reply).unwrap_or_default();
        match self.table.find(status, problem.code.as_deref()) {
            Some(row) => Verdict::Documented(row, problem),
            None if problem.code.is_none() && self.table.documents(status) => Verdict::Foreign(problem),
            None => Verdict::Undocumented(problem),
        }
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

/// Reads the value of a reply that arrived whole; what the definition does not know of it is told to `drift`.
pub(crate) fn read<E: Endpoint>(reply: Reply, drift: Option<&Hook>) -> Result<E::Response, Error<E::Error>> {
    read_into::<E, _>(reply, drift, |value, _| value)
}

/// The same, for the value with its reply.
pub(crate) fn read_full<E: Endpoint>(reply: Reply, drift: Option<&Hook>) -> Result<Full<E::Response>, Error<E::Error>> {
    read_into::<E, _>(reply, drift, Full::new)
}

fn read_into<E: Endpoint, T>(
    reply: Reply,
    drift: Option<&Hook>,
    make: impl FnOnce(E::Response, Reply) -> T,
) -> Result<T, Error<E::Error>> {
    let judging = Judging::of::<E>();
    let verdict = judging.judge(&reply);
    let (error, problem) = match verdict {
        Verdict::Success => {
            return match drift::watched(drift, judging.spec, &reply, || E::decode(&reply)) {
                Ok(value) => Ok(make(value, reply)),
                Err(source) => Err(Error::Decode { source, exchange: exchange(E::SPEC, reply, None) }),
            };
        }
        Verdict::Documented(row, problem) => {
            let read = || E::Error::from_reply(row, &problem, &reply);
            (drift::watched(drift, judging.spec, &reply, read).map_err(Some), problem)
        }
        Verdict::Foreign(problem) => (Err(None), problem),
        Verdict::Undocumented(problem) => {
            drift::undocumented(drift, judging.spec, judging.table, &reply, problem.code.as_deref());
            let said = Said::of(&problem);
            return Err(Error::Undocumented { exchange: exchange(E::SPEC, reply, Some(said)) });
        }
    };
    Err(match error {
        Ok(error) => Error::Api { error, exchange: exchange(E::SPEC, reply, None) },
        Err(source) => {
            let said = Said::of(&problem);
            Error::Foreign { source, exchange: exchange(E::SPEC, reply, Some(said)) }
        }
    })
}

/// What a reply says of its error, where no variant holds it.
struct Said {
    code: Option<Box<str>>,
    message: Option<Box<str>>,
}

impl Said {
    fn of(problem: &Problem<'_>) -> Self {
        Self { code: problem.code.as_deref().map(Box::from), message: problem.message.as_deref().map(Box::from) }
    }
}

fn exchange(spec: &'static Spec, reply: Reply, said: Option<Said>) -> Box<Exchange> {
    let mut exchange = Exchange::of_reply(spec, reply);
    if let Some(said) = said {
        (exchange.code, exchange.message) = (said.code, said.message);
    }
    Box::new(exchange)
}

/// The error of a request that could not be built.
pub(crate) fn not_built<E>(spec: &'static Spec, source: BuildError) -> Error<E> {
    let exchange = Exchange {
        spec,
        reply: None,
        sent: Sent::No,
        attempts: 0,
        elapsed: std::time::Duration::ZERO,
        code: None,
        message: None,
        idempotency_key: None,
    };
    Error::Build { source, exchange: Box::new(exchange) }
}

/// The error of a call that brought no whole reply.
pub(crate) fn failed<E>(spec: &'static Spec, failed: Failed) -> Error<E> {
    let Failed { failure, sent, attempts, elapsed, idempotency_key } = failed;
    let Failure { error: source, partial: reply } = failure;
    let (code, message) = (None, None);
    let exchange = Box::new(Exchange { spec, reply, sent, attempts, elapsed, code, message, idempotency_key });
    match source.kind() {
        TransportErrorKind::Timeout => Error::Timeout { source, exchange },
        _ => Error::Transport { source, exchange },
    }
}
