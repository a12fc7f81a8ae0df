//! Tokens that expire, and where they come from.

use std::fmt;
use std::time::Duration;

use http::HeaderValue;

use super::value;
use crate::boxed::{BoxError, BoxFuture, MaybeSend, MaybeSync};
use crate::config_error::ConfigError;

/// A token that was fetched, and how long it is valid.
///
/// Its `Debug` does not print the token.
///
/// ```
/// use std::time::Duration;
/// use callsheet::auth::Token;
///
/// let token = Token::new("s3cret").expires_in(Duration::from_secs(3600));
/// assert!(!format!("{token:?}").contains("s3cret"));
/// ```
#[derive(Clone)]
pub struct Token {
    text: String,
    expires_in: Option<Duration>,
}

impl Token {
    /// A bearer token (RFC 6750), valid until the server refuses it.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), expires_in: None }
    }

    /// The same token with its lifetime, such as `expires_in` of OAuth 2.0 (RFC 6749 section 5.1).
    ///
    /// The client counts it from the beginning of the fetch, and fetches another token 30 seconds before it ends, or a tenth
    /// of the lifetime if that is less.
    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.expires_in = Some(time);
        self
    }

    pub(super) fn lifetime(&self) -> Option<Duration> {
        self.expires_in
    }

    /// The value of `Authorization`, marked as a secret.
    pub(super) fn header(&self) -> Result<HeaderValue, ConfigError> {
        value::bearer(&self.text)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}

/// Fetches tokens that expire: by OAuth 2.0, from a file or a vault, from wherever they come.
///
/// A client asks it when a call needs a token and none is valid. All calls that need one wait for the same fetch. Any of
/// them drives it, so that a call which is no longer polled blocks no other one. The fetch outlives the calls: if they time
/// out or are dropped, the next call goes on with it. It has a limit of its own,
/// [`ClientBuilder::token_timeout`](crate::ClientBuilder::token_timeout), by default 30 seconds. If it fails, the calls that
/// wait for it fail, and the next call asks again.
///
/// If the server answers 401, or an error that is documented with `renew`, the token is dropped, and the call fetches
/// another one, unless some other call has done so meanwhile, and is sent once more; never a third time. After a redirect
/// that was followed, only a safe method such as GET is sent once more. If the server refuses the new token as well, a
/// further refusal is the call's reply, without another fetch, for 1 second. This pause doubles with each new token that
/// does not help, up to 60 seconds, and ends when a new token is accepted. A token whose lifetime has ended is replaced at
/// any time.
///
/// ```
/// use callsheet::Client;
/// use callsheet::auth::{Token, TokenSource};
/// use callsheet::transport::BoxFuture;
///
/// struct FromFile(std::path::PathBuf);
///
/// impl TokenSource for FromFile {
///     fn fetch(&self) -> BoxFuture<'_, Result<Token, callsheet::error::BoxError>> {
///         Box::pin(async { Ok(Token::new(std::fs::read_to_string(&self.0)?.trim())) })
///     }
/// }
///
/// # fn main() -> Result<(), callsheet::ConfigError> {
/// let client = Client::builder("https://api.example.com").token_source(FromFile("token".into())).build()?;
/// # Ok(())
/// # }
/// ```
pub trait TokenSource: MaybeSend + MaybeSync + 'static {
    /// Fetches a token.
    ///
    /// It must not wait for a call through the client that it serves: that call waits for the token.
    ///
    /// # Errors
    ///
    /// Any. The calls that wait for the token fail with it and are not sent; they print its text, which must not contain
    /// a secret.
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>>;
}
