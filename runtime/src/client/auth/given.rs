//! The credentials of a client, as they were set.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::authorizer::Authorizer;
use super::cache::TokenCache;
use super::fixed::Fixed;
use crate::config_error::ConfigError;

/// Credentials as they were set.
pub(crate) enum Given {
    Bearer(HeaderValue),
    Basic(HeaderValue),
    TokenSource(TokenCache),
    Authorizer(Arc<dyn Authorizer>),
}

impl Given {
    /// The method that set them.
    pub(crate) fn setter(&self) -> &'static str {
        match self {
            Self::Bearer(_) => "bearer",
            Self::Basic(_) => "basic",
            Self::TokenSource(_) => "token_source",
            Self::Authorizer(_) => "authorizer",
        }
    }
}

/// The error of a client with two kinds of credentials, which these methods set.
pub(crate) fn two_kinds(first: &str, second: &str) -> ConfigError {
    ConfigError::new(format!(
        "`{first}` and `{second}` are both set, but a client has one kind of credentials: remove one of them"
    ))
}

/// The authorizer of a client. A `token_timeout` must have an effect.
pub(crate) fn authorizer(
    given: Option<Given>,
    token_timeout: Option<Duration>,
) -> Result<Option<Arc<dyn Authorizer>>, ConfigError> {
    if token_timeout.is_some() && !matches!(given, Some(Given::TokenSource(_))) {
        return Err(ConfigError::new("`token_timeout` has no effect: the client has no `token_source`"));
    }
    if token_timeout == Some(Duration::ZERO) {
        return Err(ConfigError::new("`token_timeout` is zero: every fetch of a token would time out"));
    }
    Ok(given.map(|given| -> Arc<dyn Authorizer> {
        match given {
            Given::Bearer(value) | Given::Basic(value) => Arc::new(Fixed(value)),
            Given::TokenSource(cache) => match token_timeout {
                Some(timeout) => Arc::new(cache.timeout(timeout)),
                None => Arc::new(cache),
            },
            Given::Authorizer(authorizer) => authorizer,
        }
    }))
}
