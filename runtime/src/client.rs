//! [`Client`]: what calls go through.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION, USER_AGENT};
use http::{Request, Response};

use crate::api::{Api, JsonApi};
use crate::base::BaseUrl;
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::error::{ConfigError, Error, Sent};
use crate::reading;
use crate::reply::Reply;
use crate::request::{Draft, accept_json};
use crate::transport::{self, Failure, Transport};

/// How long a call may take where nothing else is said.
#[cfg(feature = "tokio")]
const DEFAULT_TIMEOUT: Option<Duration> = Some(Duration::from_secs(60));
#[cfg(not(feature = "tokio"))]
const DEFAULT_TIMEOUT: Option<Duration> = None;

/// How many bytes of a reply are read where nothing else is said: 16 MiB.
const DEFAULT_REPLY_LIMIT: usize = 16 * 1024 * 1024;

/// Headers that are secrets by their names.
const ALWAYS_SECRET: [HeaderName; 3] = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE];

/// What calls go through: where the API is, how to get in, and the transport.
///
/// Cheap to clone, `Send` and `Sync`: one for the whole program, so that calls share connections.
///
/// ```
/// # fn main() -> Result<(), callsheet::ConfigError> {
/// # let token = "secret";
/// use callsheet::Client;
///
/// let client = Client::builder("https://api.example.com/v1").bearer(token).build()?;
/// assert!(!format!("{client:?}").contains("secret"));
/// # Ok(())
/// # }
/// ```
pub struct Client<A: Api = JsonApi> {
    inner: Arc<Inner>,
    api: PhantomData<fn() -> A>,
}

/// What the clones of a client share, and the part of it that knows no types of endpoints.
pub(crate) struct Inner {
    base: BaseUrl,
    headers: HeaderMap,
    transport: Box<dyn Transport>,
    timeout: Option<Duration>,
    reply_limit: usize,
}

impl Client {
    /// A client of endpoints that name no API, which is at `base_url`: such as `https://api.example.com/v1`, with or
    /// without a slash at the end.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        Self::builder_of(base_url)
    }
}

impl<A: Api> Client<A> {
    /// A client of the API `A`, at its own [`BASE_URL`](Api::BASE_URL); where it has none, `build` says so.
    pub fn of_api() -> ClientBuilder<A> {
        Self::builder_of(A::BASE_URL.unwrap_or_default())
    }

    /// A client of the API `A`, which is at `base_url`.
    pub fn builder_of(base_url: impl Into<String>) -> ClientBuilder<A> {
        ClientBuilder {
            base_url: base_url.into(),
            headers: HeaderMap::new(),
            refused: None,
            transport: None,
            timeout: DEFAULT_TIMEOUT,
            reply_limit: DEFAULT_REPLY_LIMIT,
            api: PhantomData,
        }
    }

    /// Where the API is.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.inner.base
    }

    /// Builds the request of an endpoint as a call through this client would send it, headers and token included.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] where a value cannot stand in its place.
    pub fn to_request<E: Endpoint<Api = A>>(&self, endpoint: &E) -> Result<Request<Bytes>, Error<E::Error>> {
        let draft = Draft::new(&self.inner.base, E::SPEC);
        let mut request = endpoint.fill(draft).map_err(|source| reading::not_built(E::SPEC, source))?;
        self.inner.add_headers(&mut request);
        Ok(request)
    }

    pub(crate) fn inner(&self) -> &Arc<Inner> {
        &self.inner
    }
}

impl<A: Api> Clone for Client<A> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), api: PhantomData }
    }
}

impl<A: Api> fmt::Debug for Client<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.base)
            .field("headers", &self.inner.headers.keys().collect::<Vec<_>>())
            .field("timeout", &self.inner.timeout)
            .field("reply_limit", &self.inner.reply_limit)
            .finish_non_exhaustive()
    }
}

impl Inner {
    /// Adds the client's headers, where the endpoint has not set its own.
    fn add_headers(&self, request: &mut Request<Bytes>) {
        let headers = request.headers_mut();
        headers.reserve(self.headers.len());
        for name in self.headers.keys() {
            if headers.contains_key(name) {
                continue;
            }
            for value in self.headers.get_all(name) {
                headers.append(name, value.clone());
            }
        }
        accept_json(headers);
    }

    /// Sends a request and reads its reply, whatever the endpoint.
    pub(crate) async fn exchange(self: Arc<Self>, mut request: Request<Bytes>) -> Result<Reply, Failure> {
        let clock = Clock::start(self.timeout);
        self.add_headers(&mut request);
        let response = match clock.run(Sent::Maybe, self.transport.send(request)).await {
            Ok(response) => response,
            Err(mut error) => {
                let elapsed = clock.elapsed();
                let head = error.take_head();
                let partial = head.map(|head| Reply::new(head.map(|()| Bytes::new()), 1, elapsed));
                return Err(Failure { error, partial, attempts: 1, elapsed });
            }
        };
        let (head, body) = response.into_parts();
        let mut read = transport::Collected::default();
        let outcome = clock.run(Sent::Yes, transport::collect(body, self.reply_limit, &mut read)).await;
        let reply = Reply::new(Response::from_parts(head, read.into_bytes()), 1, clock.elapsed());
        match outcome {
            Ok(()) => Ok(reply),
            Err(error) => Err(Failure { error, elapsed: reply.elapsed(), attempts: 1, partial: Some(reply) }),
        }
    }
}

/// Makes a [`Client`].
///
/// | what | default |
/// | --- | --- |
/// | `timeout`, with the feature `tokio` | 60 seconds for the whole call |
/// | [`reply_limit`](Self::reply_limit) | 16 MiB |
/// | [`user_agent`](Self::user_agent) | `callsheet/` and its version |
/// | `Accept`, by [`header`](Self::header) | `application/json` |
/// | [`transport`](Self::transport) | `reqwest`, over rustls |
///
/// What is wrong with a value is told by [`build`](Self::build).
#[must_use = "a builder does nothing until `.build()`"]
pub struct ClientBuilder<A: Api = JsonApi> {
    base_url: String,
    headers: HeaderMap,
    /// The first header that was refused.
    refused: Option<ConfigError>,
    transport: Option<Box<dyn Transport>>,
    timeout: Option<Duration>,
    reply_limit: usize,
    api: PhantomData<fn() -> A>,
}

impl<A: Api> ClientBuilder<A> {
    /// Sends `Authorization: Bearer TOKEN` with every call (RFC 6750).
    ///
    /// The token is printed nowhere, and a redirect takes it to no other origin.
    pub fn bearer(self, token: impl AsRef<str>) -> Self {
        self.secret_header(AUTHORIZATION.as_str(), format!("Bearer {}", token.as_ref()))
    }

    /// Sends a header with every call whose endpoint does not set it. Set twice, it is replaced. `Accept` is
    /// `application/json` where neither sets it.
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.any_header(name.as_ref(), value.as_ref(), false)
    }

    /// Sends a header whose value is a secret, such as an API key: it is marked so and printed nowhere. `Authorization`,
    /// `Proxy-Authorization` and `Cookie` are marked in any case.
    pub fn secret_header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.any_header(name.as_ref(), value.as_ref(), true)
    }

    /// Sends this `User-Agent`, such as `acme-sdk/1.2`.
    pub fn user_agent(self, value: impl AsRef<str>) -> Self {
        self.header(USER_AGENT.as_str(), value)
    }

    fn any_header(mut self, name: &str, value: &str, is_secret: bool) -> Self {
        let refused = match (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            (Ok(name), Ok(mut value)) => {
                value.set_sensitive(is_secret || ALWAYS_SECRET.contains(&name));
                self.headers.insert(name, value);
                return self;
            }
            (Err(_), _) => format!("{name:?} is no name of a header"),
            // The value may be a secret.
            (_, Err(_)) => format!("the value of the header `{name}` holds a line break or another control character"),
        };
        self.refused.get_or_insert_with(|| ConfigError::new(refused));
        self
    }

    /// How long a call may take, from `send` to the last byte of the reply. 60 seconds where nothing is said.
    ///
    /// # Panics
    ///
    /// Not here, but the call itself: tokio panics where a runtime was built without its clock
    /// (`Builder::enable_time`), and gives no way to ask.
    #[cfg(feature = "tokio")]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Lets a call take as long as it takes.
    #[cfg(feature = "tokio")]
    pub fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// How many bytes of a reply's body are read; a larger one is an error that holds as much. 16 MiB where nothing is
    /// said.
    pub fn reply_limit(mut self, bytes: usize) -> Self {
        self.reply_limit = bytes;
        self
    }

    /// Sends calls by this transport: one of your own, or `ReqwestTransport` over a `reqwest::Client` of your own.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// Where the base URL is none, a header is refused, or the transport cannot be made.
    pub fn build(self) -> Result<Client<A>, ConfigError> {
        if self.base_url.is_empty() {
            return Err(ConfigError::new(
                "there is no base URL: the API has none of its own, so write `builder_of(..)`",
            ));
        }
        let base = self.base_url.parse()?;
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport()?,
        };
        let mut headers = self.headers;
        add_defaults(&mut headers, A::HEADERS)?;
        let agent = HeaderValue::from_static(concat!("callsheet/", env!("CARGO_PKG_VERSION")));
        headers.entry(USER_AGENT).or_insert(agent);
        let inner = Inner { base, headers, transport, timeout: self.timeout, reply_limit: self.reply_limit };
        Ok(Client { inner: Arc::new(inner), api: PhantomData })
    }
}

/// Adds an API's headers, where the client has not set its own.
fn add_defaults(headers: &mut HeaderMap, defaults: &[(&str, &str)]) -> Result<(), ConfigError> {
    for (name, value) in defaults {
        let name: HeaderName =
            name.parse().map_err(|_| ConfigError::new(format!("{name:?}, of the API, is no name of a header")))?;
        let value = HeaderValue::from_str(value).map_err(|_| {
            ConfigError::new(format!("the API's value of the header `{name}` holds a control character"))
        })?;
        headers.entry(name).or_insert(value);
    }
    Ok(())
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Box<dyn Transport>, ConfigError> {
    Ok(Box::new(transport::reqwest::ReqwestTransport::new()?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Box<dyn Transport>, ConfigError> {
    Err(ConfigError::new("no transport: give one by `.transport(..)`, or turn on the feature `reqwest`"))
}

impl<A: Api> fmt::Debug for ClientBuilder<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("timeout", &self.timeout)
            .field("reply_limit", &self.reply_limit)
            .finish_non_exhaustive()
    }
}
