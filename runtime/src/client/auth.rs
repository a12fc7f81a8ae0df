//! Credentials: what says to the server who calls.
//!
//! A token or a key that stays the same is set on the [`ClientBuilder`](crate::ClientBuilder): `bearer`, `basic`,
//! `secret_header`, `secret_query`. One that expires comes from a [`TokenSource`].
//!
//! Whichever it is, it goes to the origin of the client's base URL and to no other, and is printed nowhere.

mod cache;
mod failure;
mod renewals;
mod token;

use base64::prelude::{BASE64_STANDARD, Engine as _};

pub(crate) use self::cache::{Cache, Used};
pub use self::token::{Token, TokenSource};
use crate::config_error::ConfigError;

/// `Bearer TOKEN`.
pub(crate) fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

/// `Basic BASE64` of a user and a password, RFC 7617.
pub(crate) fn basic(user: &str, password: &str) -> Result<String, ConfigError> {
    if user.contains(':') {
        return Err(ConfigError::new("the user name of basic authentication holds a `:`, which would end it"));
    }
    Ok(format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_is_that_of_the_rfc() {
        assert_eq!(basic("Aladdin", "open sesame").unwrap(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(basic("test", "123\u{a3}").unwrap(), "Basic dGVzdDoxMjPCow==");
        assert_eq!(basic("", "").unwrap(), "Basic Og==");
        assert!(basic("a:b", "s3cret").unwrap_err().to_string().contains("user name"));
    }
}
