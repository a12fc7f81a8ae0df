//! [`ClientBuilder`]: the settings of a client and their defaults.

mod credentials;
mod hooks;
mod times;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};

use crate::client::Client;
use crate::client::auth::{self, Credentials, Given};
use crate::client::inner::Inner;
use crate::client::options::Limits;
use crate::client::reports::EventHook;
use crate::client::retry::{Budget, RetryPolicy};
use crate::clock::{self, Clock};
use crate::config_error::ConfigError;
use crate::endpoint::api::{Api, JsonApi};
use crate::endpoint::drift::Hook;
use crate::random::{Random, SystemRandom};
use crate::request::base_url::{BaseUrl, IntoBaseUrl};
use crate::request::header;
use crate::request::query::Constants;
#[cfg(feature = "reqwest")]
use crate::transport;
use crate::transport::Transport;

/// How many bytes of a reply are read by default: 16 MiB.
const DEFAULT_REPLY_LIMIT: usize = 16 * 1024 * 1024;

/// Builds a [`Client`].
///
/// | what | default |
/// | --- | --- |
/// | [`timeout`](Self::timeout) of a whole call | 60 seconds |
/// | [`attempt_timeout`](Self::attempt_timeout) | none |
/// | [`token_timeout`](Self::token_timeout) of a fetch by a `TokenSource` | 30 seconds |
/// | [`connect_timeout`](Self::connect_timeout) | 10 seconds, for the default transport and every `ReqwestTransport` that builds its own client |
/// | [`retry`](Self::retry) | up to 3 attempts if that is safe, with waits of up to 250 ms at first and up to 8 s at most; `Retry-After` up to 30 s |
/// | retry budget | 100 retries at once, then one for every ten successes |
/// | [`reply_limit`](Self::reply_limit) | 16 MiB |
/// | [`follow_redirects`](Self::follow_redirects) | yes: up to 10 with the default transport; to another origin only GET and HEAD, without credentials; in a browser as `fetch` does |
/// | [`user_agent`](Self::user_agent) | `callsheet/` and its version |
/// | `Accept`, by [`header`](Self::header) | `application/json` if the response is read from JSON, otherwise `*/*` |
/// | [`transport`](Self::transport) | `reqwest` with rustls; HTTP/1.1, or HTTP/2 with the feature `http2` |
/// | [`clock`](Self::clock) | the transport's clock, if it has one; otherwise the system clock |
/// | [`random`](Self::random) | keys from the operating system |
///
/// An invalid value is reported by [`build`](Self::build).
#[must_use = "a builder does nothing until `.build()`"]
pub struct ClientBuilder<A = JsonApi> {
    base_url: Option<Result<BaseUrl, ConfigError>>,
    headers: HeaderMap,
    /// Secret query parameters.
    keys: Constants,
    credentials: Option<Given>,
    token_timeout: Option<Duration>,
    /// The first error.
    refused: Option<ConfigError>,
    transport: Option<Box<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    limits: Limits,
    connect_timeout: Option<Duration>,
    retry: RetryPolicy,
    follow_redirects: bool,
    random: Arc<dyn Random>,
    drift: Option<Hook>,
    events: Option<EventHook>,
    reply_limit: usize,
    api: PhantomData<fn() -> A>,
}

impl<A: Api> ClientBuilder<A> {
    pub(super) fn new() -> Self {
        Self {
            base_url: None,
            headers: HeaderMap::new(),
            keys: Constants::default(),
            credentials: None,
            token_timeout: None,
            refused: None,
            transport: None,
            clock: None,
            limits: Limits::default(),
            connect_timeout: None,
            retry: RetryPolicy::new(),
            follow_redirects: true,
            random: Arc::new(SystemRandom::new()),
            drift: None,
            events: None,
            reply_limit: DEFAULT_REPLY_LIMIT,
            api: PhantomData,
        }
    }

    /// Sends calls to this base URL, for example a region, an installation of the user's own, or a test server. It
    /// replaces one that was set before, and the API's own [`BASE_URL`](Api::BASE_URL).
    ///
    /// It accepts text or a parsed [`BaseUrl`]. If the text is invalid, [`build`](Self::build) returns the error.
    pub fn base_url(mut self, base_url: impl IntoBaseUrl) -> Self {
        self.base_url = Some(base_url.parsed());
        self
    }

    /// Sends a header field with every call whose endpoint does not set it. A second value for the same name replaces
    /// the first one. If neither the client nor the endpoint sets `Accept`, it is `application/json` for a response
    /// that is read from JSON, otherwise `*/*`.
    ///
    /// Fields that only the transport sets, such as `Content-Length`, `Connection` and `Host`, are
    /// [refused](crate::reference::fields#header).
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.any_header(name.as_ref(), value.as_ref(), false)
    }

    /// Sends a header field whose value is a secret, such as an API key. It is marked as sensitive and never printed.
    /// `Authorization`, `Cookie`, `X-Api-Key` and [the like](crate::reference::fields#sensitive) are always marked.
    pub fn secret_header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.any_header(name.as_ref(), value.as_ref(), true)
    }

    /// Sends this `User-Agent`, such as `acme-sdk/1.2`.
    pub fn user_agent(self, value: impl AsRef<str>) -> Self {
        self.header(USER_AGENT.as_str(), value)
    }

    fn any_header(mut self, name: &str, value: &str, is_secret: bool) -> Self {
        if let Err(refusal) = header::set_text(&mut self.headers, name, value, is_secret) {
            self.refused.get_or_insert_with(|| ConfigError::new(refusal.of(name)));
        }
        self
    }

    /// Sets the clock for timeouts, the waits between attempts, and the expiry of tokens.
    ///
    /// By default it is the clock of the transport ([`Transport::clock`]); for the default transport, that is the clock
    /// of the tokio runtime. If the transport has none, it is [`SystemClock`](crate::clock::SystemClock), which needs
    /// no runtime.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Retries failed attempts according to this policy. By default there are at most 3 attempts, and only if a retry
    /// is safe: see [`RetryPolicy`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets whether redirects are followed. By default they are. Otherwise a redirect is the response: an
    /// [`Error::Undocumented`](crate::Error::Undocumented) unless the endpoint's definition accepts its status.
    ///
    /// A redirect is never followed if the endpoint's definition accepts its status, in `success` or for a documented
    /// error other than `default`.
    ///
    /// The default transport follows this setting, except in a browser, which follows all redirects. A transport of your
    /// own must read [`Redirects`](crate::transport::Redirects). Your own `reqwest::Client` with a redirect policy ignores
    /// it. `FollowRedirect` of tower-http ignores it too, unless it has the policy in the documentation of
    /// `callsheet::transport::tower`.
    ///
    /// ```
    /// # fn main() -> Result<(), callsheet::ConfigError> {
    /// use callsheet::{CallOptions, Client};
    ///
    /// let client = Client::builder("https://api.example.com").follow_redirects(false).build()?;
    /// let following = client.with(CallOptions::new().follow_redirects(true));
    /// # Ok(())
    /// # }
    /// ```
    pub fn follow_redirects(mut self, follow: bool) -> Self {
        self.follow_redirects = follow;
        self
    }

    /// Sets the source of random numbers for idempotency keys and for the waits between attempts.
    ///
    /// By default it is [`SystemRandom`], which on `wasm32-unknown-unknown` cannot create keys. In tests,
    /// [`SeededRandom`](crate::random::SeededRandom) returns the same numbers in each run.
    pub fn random(mut self, random: impl Random) -> Self {
        self.random = Arc::new(random);
        self
    }

    /// Sets how many bytes of a reply's body are read. By default 16 MiB. A larger body is an error of the kind
    /// [`TooLarge`](crate::transport::TransportErrorKind::TooLarge), which has the bytes up to the limit. It does not
    /// apply to a response that is a [stream](crate::stream).
    pub fn reply_limit(mut self, bytes: usize) -> Self {
        self.reply_limit = bytes;
        self
    }

    /// Sends calls through this transport: your own, or a `ReqwestTransport` with other settings. By default it is a
    /// `ReqwestTransport`, if one of the features `rustls`, `native-tls` and `reqwest` is enabled.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// If the base URL is missing or invalid, a header field or a token is invalid, there are two kinds of credentials, a
    /// setting has no effect, or the transport cannot be built.
    pub fn build(self) -> Result<Client<A>, ConfigError> {
        let missing = || ConfigError::new("no base URL: the API has no `BASE_URL`, so set one with `.base_url(..)`");
        let base = self.base_url.ok_or_else(missing)??;
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        let mut transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&base)?,
        };
        if let Some(timeout) = self.connect_timeout {
            transport.set_connect_timeout(timeout)?;
        }
        let mut headers = self.headers;
        if let Some(given) = self.credentials.as_ref().filter(|_| headers.contains_key(AUTHORIZATION)) {
            return Err(auth::two_kinds("header(\"authorization\", ..)", given.setter()));
        }
        add_defaults(&mut headers, A::HEADERS)?;
        if self.credentials.is_some() {
            // The client's own value replaces a default of the API.
            headers.remove(AUTHORIZATION);
        }
        let authorizer = auth::authorizer(self.credentials, self.token_timeout)?;
        let clock = self.clock.or_else(|| transport.clock()).map_or_else(clock::of_the_system, Ok)?;
        let agent = HeaderValue::from_static(concat!("callsheet/", env!("CARGO_PKG_VERSION")));
        headers.entry(USER_AGENT).or_insert(agent);
        let inner = Inner {
            base,
            headers,
            credentials: Credentials { keys: self.keys, authorizer },
            transport,
            clock,
            limits: self.limits,
            retry: self.retry,
            follow_redirects: self.follow_redirects,
            budget: Budget::full(),
            random: self.random,
            drift: self.drift,
            events: self.events,
            reply_limit: self.reply_limit,
        };
        Ok(Client { inner: Arc::new(inner), options: Arc::default(), api: PhantomData })
    }
}

impl Client {
    /// Builds a client for endpoints without the key `api`.
    ///
    /// `base_url` is text such as `https://api.example.com/v1`, with or without a slash at the end, or a parsed
    /// [`BaseUrl`]. If the text is invalid, [`build`](ClientBuilder::build) returns the error.
    ///
    /// ```
    /// # fn main() -> Result<(), callsheet::ConfigError> {
    /// use callsheet::Client;
    ///
    /// let client = Client::builder("https://api.example.com/v1").build()?;
    /// let error = Client::builder("api.example.com").build().unwrap_err();
    /// assert!(error.to_string().starts_with("the base URL has no scheme"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder(base_url: impl IntoBaseUrl) -> ClientBuilder {
        ClientBuilder::new().base_url(base_url)
    }

    /// Builds a client for the endpoints of the API `A`.
    ///
    /// It uses the API's [`BASE_URL`](Api::BASE_URL). If the API has none, or for a test server, set one with
    /// [`base_url`](ClientBuilder::base_url).
    ///
    /// ```
    /// use callsheet::{Api, Client, error::NoErrors, error_format::{ErrorFormat, StandardFormat}};
    ///
    /// pub enum Acme {}
    ///
    /// impl Api for Acme {
    ///     const BASE_URL: Option<&'static str> = Some("https://api.acme.example/v1");
    ///     const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    ///     type Errors = NoErrors;
    /// }
    ///
    /// let client = Client::for_api::<Acme>().bearer("TOKEN").build()?;
    /// assert_eq!(client.base_url().as_str(), "https://api.acme.example/v1");
    /// let client = Client::for_api::<Acme>().base_url("http://localhost:8080").build()?;
    /// # Ok::<(), callsheet::ConfigError>(())
    /// ```
    pub fn for_api<A: Api>() -> ClientBuilder<A> {
        let builder = ClientBuilder::new();
        match A::BASE_URL {
            Some(base_url) => builder.base_url(base_url),
            None => builder,
        }
    }
}

/// Adds an API's header fields that the client has not set itself.
fn add_defaults(headers: &mut HeaderMap, defaults: &[(&str, &str)]) -> Result<(), ConfigError> {
    for (name, text) in defaults {
        let refused = |refusal: header::Refusal| ConfigError::new(format!("`Api::HEADERS`: {}", refusal.of(name)));
        let name = header::name(name).map_err(refused)?;
        let value = header::value(&name, text, false).map_err(refused)?;
        if !headers.contains_key(&name) {
            header::set(headers, name, value).map_err(refused)?;
        }
    }
    Ok(())
}

#[cfg(feature = "reqwest")]
fn default_transport(base: &BaseUrl) -> Result<Box<dyn Transport>, ConfigError> {
    // A browser has its own TLS.
    let has_tls =
        cfg!(any(feature = "rustls", feature = "native-tls", all(target_family = "wasm", target_os = "unknown")));
    if base.is_https() && !has_tls {
        return Err(ConfigError::new(
            "the base URL is `https`, but this program has no TLS: enable the feature `rustls` or `native-tls` of \
             callsheet, or set a transport that has TLS by `.transport(..)`",
        ));
    }
    Ok(Box::new(transport::reqwest::ReqwestTransport::new()?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: &BaseUrl) -> Result<Box<dyn Transport>, ConfigError> {
    Err(ConfigError::new("no transport: give one by `.transport(..)`, or turn on the feature `reqwest`"))
}

impl<A: Api> fmt::Debug for ClientBuilder<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("limits", &self.limits)
            .field("reply_limit", &self.reply_limit)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "reqwest", not(any(feature = "rustls", feature = "native-tls"))))]
mod tests {
    use crate::Client;

    #[test]
    fn https_without_tls_is_an_error_of_the_configuration() {
        let error = Client::builder("https://a.example").build().unwrap_err();
        assert!(error.to_string().contains("enable the feature `rustls`"), "{error}");
        Client::builder("http://a.example").build().unwrap();
    }
}
