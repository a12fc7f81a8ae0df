//! Reading: a reply into its result.
//!
//! What can be told without types is told once for all endpoints by [`judge`]; the generic shell around it only makes
//! the value or the variant.

use crate::api::Api as _;
use crate::endpoint::Endpoint;
use crate::error::{BuildError, Error, Exchange, Sent};
use crate::format::{ErrorFormat, Problem};
use crate::reply::{Full, Reply};
use crate::set::ErrorSet as _;
use crate::spec::{ErrorTable, Spec};
use crate::transport::{Failure, TransportErrorKind};

/// What a reply is, by its status and its code.
enum Verdict<'a> {
    Success,
    /// The documented error of this row.
    Documented(usize, Problem<'a>),
    /// A documented status without a code that could be recognised.
    Foreign(Problem<'a>),
    Undocumented(Problem<'a>),
}

fn judge<'a>(spec: &Spec, table: &ErrorTable, format: &dyn ErrorFormat, reply: &'a Reply) -> Verdict<'a> {
    let status = reply.status();
    if spec.success.contains(status) {
        return Verdict::Success;
    }
    let problem = format.read(reply).unwrap_or_default();
    match table.find(status, problem.code.as_deref()) {
        Some(row) => Verdict::Documented(row, problem),
        None if problem.code.is_none() && table.documents(status) => Verdict::Foreign(problem),
        None => Verdict::Undocumented(problem),
    }
}

/// Reads a reply that arrived whole.
pub(crate) fn read<E: Endpoint>(reply: Reply) -> Result<Full<E::Response>, Error<E::Error>> {
    let verdict = judge(E::SPEC, E::Error::TABLE, E::Api::ERROR_FORMAT, &reply);
    let (error, problem) = match verdict {
        Verdict::Success => {
            return match E::decode(&reply) {
                Ok(value) => Ok(Full::new(value, reply)),
                Err(source) => Err(Error::Decode { source, exchange: exchange(E::SPEC, reply, None) }),
            };
        }
        Verdict::Documented(row, problem) => (E::Error::from_reply(row, &problem, &reply).map_err(Some), problem),
        Verdict::Foreign(problem) => (Err(None), problem),
        Verdict::Undocumented(problem) => {
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
    };
    Error::Build { source, exchange: Box::new(exchange) }
}

/// The error of a call that brought no whole reply.
pub(crate) fn failed<E>(spec: &'static Spec, failure: Failure) -> Error<E> {
    let Failure { error: source, partial: reply, attempts, elapsed } = failure;
    let sent = if reply.is_some() { Sent::Yes } else { source.sent() };
    let exchange = Box::new(Exchange { spec, reply, sent, attempts, elapsed, code: None, message: None });
    match source.kind() {
        TransportErrorKind::Timeout => Error::Timeout { source, exchange },
        _ => Error::Transport { source, exchange },
    }
}
