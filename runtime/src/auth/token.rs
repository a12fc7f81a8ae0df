//! Tokens that expire, and where they come from.

use std::fmt;
use std::time::Duration;

use http::HeaderValue;

use super::bearer;
use crate::error::{BoxError, ConfigError};
use crate::transport::BoxFuture;

/// A token that was fetched, and how long it is good for.
///
/// Its `Debug` does not tell the token.
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
    /// A bearer token (RFC 6750), good until the server says otherwise.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), expires_in: None }
    }

    /// The same, good for so long from now on: another one is fetched a little before.
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
        let mut value = HeaderValue::from_str(&bearer(&self.text))
            .map_err(|_| ConfigError::new("the token holds a line break or another control character"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}

/// Fetches tokens that expire: by OAuth 2.0, from a file or a vault, from wherever they come.
///
/// A client asks it when a call needs a token and there is none that is good: once, however many calls wait for it. Where
/// the server answers 401, the call fetches another token, unless some other call has done so meanwhile, and is sent once
/// more; never a third time.
///
/// ```
/// use callsheet::Client;
/// use callsheet::auth::{Token, TokenSource};
/// use callsheet::transport::BoxFuture;
///
/// struct FromFile(std::path::PathBuf);
///
/// impl TokenSource for FromFile {
///     fn fetch(&self) -> BoxFuture<'_, Result<Token, callsheet::BoxError>> {
///         Box::pin(async { Ok(Token::new(std::fs::read_to_string(&self.0)?.trim())) })
///     }
/// }
///
/// # fn main() -> Result<(), callsheet::ConfigError> {
/// let client = Client::builder("https://api.example.com").token_source(FromFile("token".into())).build()?;
/// # Ok(())
/// # }
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// Fetches a token. It must not wait for a call through the client that it serves: that one waits for the token.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from one: the calls that wait for it end with it, without having been sent. No text of the error
    /// should hold a secret.
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>>;
}
