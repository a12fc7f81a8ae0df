//! [`Client`]: what calls go through.

pub mod auth;
mod builder;
pub(crate) mod call;
pub(crate) mod deadline;
pub(crate) mod failure;
pub(crate) mod options;
pub(crate) mod retry;
pub(crate) mod sending;
pub(crate) mod trace;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::Request;
use http::header::HeaderMap;

pub use self::builder::ClientBuilder;
pub use self::call::{Call, CallWithReply};
pub use self::options::CallOptions;
pub use self::retry::RetryPolicy;
use crate::client::auth::Cache;
use crate::client::options::Limits;
use crate::client::retry::Budget;
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::endpoint::api::{Api, JsonApi};
use crate::endpoint::classify;
use crate::endpoint::drift::Hook;
pub use crate::endpoint::drift::{Drift, DriftKind};
use crate::error::Error;
use crate::random::Random;
use crate::request::base_url::BaseUrl;
pub use crate::request::base_url::IntoBaseUrl;
use crate::request::build_error::BuildError;
use crate::request::draft::Draft;
use crate::request::header;
use crate::request::query::Constants;
use crate::spec::Spec;
use crate::transport::{Body, Transport};

/// What calls go through: where the API is, how to get in, and the transport.
///
/// Cheap to clone, `Send` and `Sync`: one for the whole program, so that calls share connections.
///
/// # More than one runtime
///
/// A connection of the default transport belongs to the tokio runtime in which it was made. If the client is used in another
/// one while that runtime exists but is not driven, a current-thread runtime between two `block_on` for example, a call may
/// take an idle connection that nobody drives: it waits until its timeout. Make one client for each runtime, or keep no idle
/// connections:
///
/// ```
/// # fn main() -> Result<(), callsheet::ConfigError> {
/// use callsheet::Client;
/// use callsheet::transport::reqwest::ReqwestTransport;
///
/// let transport = ReqwestTransport::builder().pool_max_idle_per_host(0).build()?;
/// let client = Client::builder("https://api.example.com/v1").transport(transport).build()?;
/// # Ok(())
/// # }
/// ```
///
/// A runtime that has been dropped is no problem: its connections are closed with it.
///
/// # Example
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
    /// What calls by this handle do otherwise.
    options: Arc<CallOptions>,
    api: PhantomData<fn() -> A>,
}

/// What the clones of a client share, and the part of it that knows no types of endpoints.
pub(crate) struct Inner {
    base: BaseUrl,
    headers: HeaderMap,
    query: Constants,
    tokens: Option<Cache>,
    transport: Box<dyn Transport>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    retry: RetryPolicy,
    follow_redirects: bool,
    budget: Budget,
    random: Random,
    drift: Option<Hook>,
    reply_limit: usize,
}

impl Client {
    /// Builds a client for endpoints without the key `api`.
    ///
    /// `base_url` is text or a parsed [`BaseUrl`], such as `https://api.example.com/v1`, with or without a slash at the end.
    /// If it is invalid, [`build`](ClientBuilder::build) returns the reason.
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
    /// It uses the API's [`BASE_URL`](Api::BASE_URL). If the API has none, or a test server takes its place, set one by
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

impl<A: Api> Client<A> {
    /// The same client, with connections, budget and token shared, whose calls do some things otherwise.
    ///
    /// An [idempotency key](CallOptions::idempotency_key) is for one call: here it makes every call fail.
    ///
    /// ```
    /// # fn main() -> Result<(), callsheet::ConfigError> {
    /// use callsheet::{CallOptions, Client, RetryPolicy};
    ///
    /// let client = Client::builder("https://api.example.com").build()?;
    /// let once = client.with(CallOptions::new().retry(RetryPolicy::none()));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        let options = Arc::new(options.for_all_calls().before(&self.options));
        Self { inner: Arc::clone(&self.inner), options, api: PhantomData }
    }

    /// Where the API is.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.inner.base
    }

    /// Builds the request of an endpoint as a call through this client would send it, headers and credentials included: all
    /// but a token that comes from a source.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] where a value cannot stand in its place.
    pub fn to_request<E: Endpoint<Api = A>>(&self, endpoint: &E) -> Result<Request<Body>, Error<E::Error>> {
        let draft = Draft::new(&self.inner.base, E::SPEC);
        let completed = endpoint.fill(draft).and_then(|mut request| {
            self.inner.complete(&mut request, E::SPEC, &self.options)?;
            Ok(request)
        });
        completed.map_err(|source| classify::not_built(E::SPEC, self.base_url(), source).typed())
    }

    pub(crate) fn inner(&self) -> &Arc<Inner> {
        &self.inner
    }

    pub(crate) fn options(&self) -> &Arc<CallOptions> {
        &self.options
    }
}

impl<A: Api> Clone for Client<A> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), options: Arc::clone(&self.options), api: PhantomData }
    }
}

impl<A: Api> fmt::Debug for Client<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.base)
            .field("headers", &self.inner.headers.keys().collect::<Vec<_>>())
            .field("limits", &self.inner.limits)
            .field("retry", &self.inner.retry)
            .field("reply_limit", &self.inner.reply_limit)
            .finish_non_exhaustive()
    }
}

impl Inner {
    /// Adds to a request what is not the endpoint's: headers and query of the call and of the client, and the idempotency
    /// key, which it gives.
    pub(crate) fn complete(
        &self,
        request: &mut Request<Body>,
        spec: &Spec,
        options: &CallOptions,
    ) -> Result<Option<Arc<str>>, BuildError> {
        if let Some(refused) = &options.refused {
            return Err(refused.clone());
        }
        if let Some(place) = spec.idempotency_key {
            place.check_others(&options.headers, &options.query)?;
            place.check_others(&self.headers, &self.query)?;
        }
        let headers = request.headers_mut();
        // `insert` and `append` panic where a map is full.
        let refused = |_| BuildError::request("the request has too many header fields");
        headers.try_reserve(self.headers.len() + options.headers.len() + 1).map_err(refused)?;
        for (name, value) in &options.headers {
            headers.try_insert(name, value.clone()).map_err(refused)?;
        }
        for name in self.headers.keys().filter(|name| !options.headers.contains_key(*name)) {
            if headers.contains_key(name) {
                continue;
            }
            for value in self.headers.get_all(name) {
                headers.try_append(name, value.clone()).map_err(refused)?;
            }
        }
        header::accept(headers, spec)?;
        for query in [&options.query, &self.query] {
            let url = query.on(request.uri());
            let url = url.map_err(|error| BuildError::request(format!("the URL is refused: {error}")))?;
            if let Some(url) = url {
                *request.uri_mut() = url;
            }
        }
        self.idempotency_key(request, spec, options)
    }

    /// The request's own where it has one, else the call's, else a new one.
    fn idempotency_key(
        &self,
        request: &mut Request<Body>,
        spec: &Spec,
        options: &CallOptions,
    ) -> Result<Option<Arc<str>>, BuildError> {
        let Some(place) = spec.idempotency_key else {
            return match options.idempotency_key {
                None => Ok(None),
                Some(_) => {
                    Err(BuildError::request("the option `idempotency_key`: the endpoint has no idempotency key"))
                }
            };
        };
        let own = place.own(request)?;
        let is_own = own.is_some();
        let own = own.map(Arc::from);
        let key: Arc<str> = match own.or_else(|| options.idempotency_key.clone()) {
            Some(key) => key,
            None => self.random.uuid().map_err(BuildError::request)?.into(),
        };
        if key.trim().is_empty() {
            // It tells no call from another, so that nothing would keep a repetition from doing harm.
            return Err(BuildError::request("the idempotency key is empty"));
        }
        if !is_own {
            place.put(&key, request)?;
        }
        Ok(Some(key))
    }

    pub(crate) fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// The parameters that every call sends beside those of its endpoint.
    pub(crate) fn query(&self) -> &Constants {
        &self.query
    }

    pub(crate) fn tokens(&self) -> Option<&Cache> {
        self.tokens.as_ref()
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    pub(crate) fn retry(&self) -> RetryPolicy {
        self.retry
    }

    pub(crate) fn follow_redirects(&self) -> bool {
        self.follow_redirects
    }

    pub(crate) fn budget(&self) -> &Budget {
        &self.budget
    }

    pub(crate) fn random(&self) -> &Random {
        &self.random
    }

    pub(crate) fn drift(&self) -> Option<&Hook> {
        self.drift.as_ref()
    }

    pub(crate) fn reply_limit(&self) -> usize {
        self.reply_limit
    }
}
