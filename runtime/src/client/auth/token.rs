//! Tokens that expire, and their sources.

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
    /// Creates a bearer token (RFC 6750) that is valid until the server refuses it.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), expires_in: None }
    }

    /// Sets the lifetime of the token, such as `expires_in` of OAuth 2.0 (RFC 6749 section 5.1).
    ///
    /// It is counted from the start of the fetch. The client fetches another token 30 seconds before the end, or a
    /// tenth of the lifetime before it if that is less.
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

/// Fetches tokens that expire, for example by OAuth 2.0, from a file or from a vault.
///
/// A client calls [`fetch`](Self::fetch) when a call needs a token and none is valid. All calls that need one wait for
/// the same fetch. Each of them drives it, so a call that is no longer polled does not block the others. If these calls
/// time out or are dropped, the next call continues the fetch. The fetch has its own limit,
/// [`ClientBuilder::token_timeout`](crate::ClientBuilder::token_timeout), by default 30 seconds. If the fetch fails,
/// the calls that wait for it fail, and the next call starts another one.
///
/// If the server answers 401, or an error that is documented with `renew`, the token is dropped. The call fetches
/// another one, unless another call has already done so, and is sent once more, but never a third time. After a
/// redirect that was followed, only a request with a safe method such as GET is sent once more. If the server refuses
/// the new token as well, there is a pause of 1 second: during it, a refusal is the reply of its call, and no token is
/// fetched. The pause doubles with each new token that is refused, up to 60 seconds, and ends when a new token is
/// accepted. A token that has expired is replaced at any time.
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
///
/// To await in it, write the body of the async function in `Box::pin(async move { .. })`. This source sends a request to
/// the server of the tokens, by a client of its own:
///
/// ```
/// use std::time::Duration;
///
/// use callsheet::auth::{Token, TokenSource};
/// use callsheet::transport::BoxFuture;
/// use callsheet::{AnyError, Client, endpoint};
///
/// /// Get a token for a client's own id and secret (RFC 6749 section 4.4).
/// #[endpoint(method = "POST", path = "/token", form("grant_type" = "client_credentials"), response = Granted)]
/// struct GetToken {
///     #[form]
///     client_id: String,
///     #[form(sensitive)]
///     client_secret: String,
/// }
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Granted {
///     access_token: String,
///     expires_in: u64,
/// }
///
/// struct ClientCredentials {
///     client: Client,
///     id: String,
///     secret: String,
/// }
///
/// impl TokenSource for ClientCredentials {
///     fn fetch(&self) -> BoxFuture<'_, Result<Token, callsheet::error::BoxError>> {
///         Box::pin(async move {
///             let call = GetToken::builder().client_id(&self.id).client_secret(&self.secret);
///             let granted = call.send(&self.client).await.map_err(AnyError::from)?;
///             Ok(Token::new(granted.access_token).expires_in(Duration::from_secs(granted.expires_in)))
///         })
///     }
/// }
/// ```
pub trait TokenSource: MaybeSend + MaybeSync + 'static {
    /// Fetches a token.
    ///
    /// It must not wait for a call through the client that it serves, because that call waits for the token.
    ///
    /// # Errors
    ///
    /// Any error. The calls that wait for the token fail with it and are not sent. Its text is printed, so it must not
    /// contain a secret.
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>>;
}
