//! Errors: what any endpoint may answer, the details that several have, and one type for all of them.

use callsheet::{AnyError, ConfigError, error::DocumentedError, errors};
use serde::Deserialize;

/// What any endpoint may answer.
// Guess: the page does not state what any endpoint may answer. It is what the framework answers that the API is built with.
#[errors(
    /// The token does not exist or has expired. A token source is asked for another one.
    invalid_api_token(status = 403, renew),
    /// The token has none of the scopes that the endpoint needs.
    // Guess: the page does not state a detail.
    scope_not_granted(status = 403, detail = Option<Scopes>),
    /// Too many requests of this type.
    // Guess: the page does not state a detail.
    rate_limit_reached(status = 429, detail = Option<RateLimit>, throttle),
    /// An argument is missing.
    // Guess: the page does not state a detail.
    missing_required_argument(status = 400, detail = Option<MissingArgument>),
    /// An argument is not what it should be.
    // Guess: the page does not state a detail.
    invalid_argument(status = 400, detail = Option<InvalidArgument>),
    /// There is no such endpoint.
    route_not_found = 404,
    /// The server failed.
    unhandled_exception = 500,
)]
pub enum IdentityErrors {}

/// Scopes of which one is needed.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Scopes {
    /// Their names.
    pub scopes: Vec<String>,
}

/// A limit of requests.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many are permitted.
    pub total_permitted: u64,
}

/// Which argument is missing.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct MissingArgument {
    /// The names that lead to it: `["properties", "name"]`.
    pub path: Vec<String>,
    /// The argument.
    pub argument: Argument,
}

/// Which argument is not what it should be, and why.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct InvalidArgument {
    /// The names that lead to it: `["properties", "name"]`.
    pub path: Vec<String>,
    /// Its place in a list.
    pub index: Option<u64>,
    /// What is wrong, for programs: `object_expected`.
    pub issue: String,
    /// What is wrong, in words.
    pub issue_description: Option<String>,
    /// The argument.
    pub argument: Argument,
}

/// An argument, as the server knows it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
}

/// Why something is denied.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Denial {
    /// In words, where the server says so.
    pub details: Option<String>,
}

/// Why input is refused.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Refusal {
    /// Each thing that is wrong with it, in words.
    pub details: Vec<String>,
}

/// Why a call failed, whichever endpoint was called: `?` converts the error of every call into it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A call failed. Its reply is kept: see [`AnyError`].
    #[error(transparent)]
    Call(AnyError),
    /// A client could not be built.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

impl<E: DocumentedError> From<callsheet::Error<E>> for Error {
    fn from(error: callsheet::Error<E>) -> Self {
        Self::Call(error.into_any())
    }
}

/// What kind of failure an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no such object.
    NotFound,
    /// The token is not valid, or may not do this.
    Denied,
    /// The input was refused, by the server or before it was sent.
    Refused,
    /// Too many requests.
    RateLimited,
    /// The server failed.
    Server,
    /// No reply came, or not in time.
    Unreachable,
    /// A reply that the documentation does not tell of, a place where no endpoint is, or a client that could not be made.
    Unexpected,
}

impl Error {
    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Call(AnyError::Documented { error, .. }) => kind_of(error.code()),
            Self::Call(AnyError::Build { .. }) => ErrorKind::Refused,
            Self::Call(AnyError::Transport { .. } | AnyError::Timeout { .. }) => ErrorKind::Unreachable,
            Self::Call(_) | Self::Config(_) => ErrorKind::Unexpected,
        }
    }

    /// The error of the call, where it is one: with the reply, its code, its message and its request id.
    #[must_use]
    pub fn call(&self) -> Option<&AnyError> {
        match self {
            Self::Call(error) => Some(error),
            Self::Config(_) => None,
        }
    }

    /// What the server tells about it for programs, if that is a `T`: [`Refusal`], [`Scopes`] or another detail.
    #[must_use]
    pub fn detail<T: 'static>(&self) -> Option<&T> {
        self.call()?.detail()
    }
}

/// A code means the same at each endpoint that documents it.
fn kind_of(code: Option<&str>) -> ErrorKind {
    match code.unwrap_or_default() {
        "organization_not_found" | "user_not_found" | "session_not_found" => ErrorKind::NotFound,
        "invalid_api_token" | "scope_not_granted" | "permission_denied" | "ip_address_denied" => ErrorKind::Denied,
        "validation_error"
        | "invalid_user"
        | "properties_not_provided"
        | "missing_required_argument"
        | "invalid_argument" => ErrorKind::Refused,
        "rate_limit_reached" => ErrorKind::RateLimited,
        "unhandled_exception" => ErrorKind::Server,
        _ => ErrorKind::Unexpected,
    }
}
