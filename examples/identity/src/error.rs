//! Errors: those of every endpoint, the details that several of them share, and one error type for all calls.

use callsheet::{AnyError, ConfigError, error::DocumentedError, errors};
use serde::Deserialize;

/// Errors that any endpoint may return.
// Guess: the page does not state what any endpoint may answer. These are the answers of the API's framework.
#[errors(
    /// The token does not exist or has expired. A token source is asked for a new one.
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
    /// An argument is not valid.
    // Guess: the page does not state a detail.
    invalid_argument(status = 400, detail = Option<InvalidArgument>),
    /// The endpoint does not exist.
    route_not_found = 404,
    /// The server failed to process the request.
    unhandled_exception = 500,
)]
pub enum IdentityErrors {}

/// Scopes, one of which is required.
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
    /// The number of permitted requests.
    pub total_permitted: u64,
}

/// The missing argument.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct MissingArgument {
    /// The names that lead to it: `["properties", "name"]`.
    pub path: Vec<String>,
    /// The argument.
    pub argument: Argument,
}

/// The invalid argument, and the reason.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct InvalidArgument {
    /// The names that lead to it: `["properties", "name"]`.
    pub path: Vec<String>,
    /// Its place in a list.
    pub index: Option<u64>,
    /// The reason as a code: `object_expected`.
    pub issue: String,
    /// The reason in words.
    pub issue_description: Option<String>,
    /// The argument.
    pub argument: Argument,
}

/// The server's definition of an argument.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
}

/// Why the request was denied.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Denial {
    /// The reason in words, if the server returns one.
    pub details: Option<String>,
}

/// Why the input was refused.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Refusal {
    /// Each problem with the input, in words.
    pub details: Vec<String>,
}

/// The error of a call to any endpoint. `?` converts the error of every call into it.
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

/// The kind of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The object does not exist.
    NotFound,
    /// The token is not valid, or does not permit the call.
    Denied,
    /// The input was refused, by the server or before the request was sent.
    Refused,
    /// Too many requests.
    RateLimited,
    /// The server failed.
    Server,
    /// No reply arrived, or not in time.
    Unreachable,
    /// An undocumented reply, an endpoint that does not exist, or a client that could not be built.
    Unexpected,
}

impl Error {
    /// The kind of the failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Call(AnyError::Documented { error, .. }) => kind_of(error.code()),
            Self::Call(AnyError::Build { .. }) => ErrorKind::Refused,
            Self::Call(AnyError::Transport { .. } | AnyError::Timeout { .. }) => ErrorKind::Unreachable,
            Self::Call(_) | Self::Config(_) => ErrorKind::Unexpected,
        }
    }

    /// The error of the call, unless building the client failed. It contains the reply, its code, its message and its
    /// request id.
    #[must_use]
    pub fn call(&self) -> Option<&AnyError> {
        match self {
            Self::Call(error) => Some(error),
            Self::Config(_) => None,
        }
    }

    /// The detail that the server returned, if it is a `T`: [`Refusal`], [`Scopes`] or another detail.
    #[must_use]
    pub fn detail<T: 'static>(&self) -> Option<&T> {
        self.call()?.detail()
    }
}

/// A code has the same meaning at each endpoint that documents it.
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
