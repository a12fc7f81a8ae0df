//! [`Client`]: sends calls.

mod again;
pub(crate) mod auth;
mod builder;
pub(crate) mod call;
mod conditional;
mod conditions;
pub(crate) mod deadline;
pub(crate) mod failure;
mod inner;
pub(crate) mod options;
pub(crate) mod pages;
mod prepared;
pub(crate) mod reports;
mod request_body;
pub(crate) mod retry;
pub(crate) mod sending;
pub(crate) mod span;
pub(crate) mod trace;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::Request;

pub use self::builder::ClientBuilder;
pub use self::call::{Call, CallWithReply};
pub use self::conditional::{CallIfChanged, CallIfChangedWithReply, Fetched};
pub(crate) use self::inner::Inner;
pub use self::options::CallOptions;
pub use self::pages::{PageItems, Pages};
pub use self::reports::{CallEvent, CallEventKind, CallOutcome, StopReason};
pub use self::retry::{FailedAttempt, RetryDecision, RetryPolicy};
use crate::endpoint::Endpoint;
use crate::endpoint::api::{Api, JsonApi};
use crate::endpoint::classify;
pub use crate::endpoint::drift::{Drift, DriftKind};
use crate::error::Error;
use crate::request::base_url::BaseUrl;
pub use crate::request::base_url::IntoBaseUrl;
use crate::request::draft::Draft;
use crate::transport::Body;

/// Sends calls to an API. It holds the base URL, the credentials, the settings for calls, and the transport.
///
/// It is cheap to clone, `Send` and `Sync`. Create one for the whole program, so that calls share connections.
///
/// # More than one runtime
///
/// A connection of the default transport belongs to the tokio runtime in which it was opened. Suppose that this runtime
/// still exists but does not run, for example a current-thread runtime between two calls of `block_on`. A call on
/// another runtime may then pick one of its idle connections, and wait until it times out. Create one client for each
/// runtime, or keep no idle connections:
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
/// If a runtime is dropped, its connections are closed, and no call waits for them.
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
pub struct Client<A = JsonApi> {
    inner: Arc<Inner>,
    /// Options for the calls through this handle.
    options: Arc<CallOptions>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api> Client<A> {
    /// Returns the same client with other options for its calls. Both share connections, token and retry budget.
    ///
    /// An [idempotency key](CallOptions::idempotency_key) is for one call. If it is set here, every call fails.
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

    /// Returns the base URL.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.inner.base
    }

    /// Builds the request of an endpoint as a call through this client would send it, with header fields and credentials.
    ///
    /// It does not wait, so it uses only the credentials that are available at once: those of `bearer`, `basic` and
    /// `secret_query`, those that an [`Authorizer`](crate::auth::Authorizer) returns as
    /// [`ready`](crate::auth::Authorization::ready), and the token of a `TokenSource` if an earlier call has fetched
    /// one that is still valid. Otherwise the request is built without credentials.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] if a value is not valid in its place, or the authorizer returns an error.
    pub fn to_request<E: Endpoint<Api = A>>(&self, endpoint: &E) -> Result<Request<Body>, Error<E::Error>> {
        let draft = Draft::new(&self.inner.base, E::SPEC).with_random(&*self.inner.random);
        let completed = endpoint.fill(draft).and_then(|mut request| {
            self.inner.complete(&mut request, E::SPEC, &self.options)?;
            self.inner.credentials.put_on(&mut request, E::SPEC, &self.inner.clock)?;
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

impl<A> Clone for Client<A> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), options: Arc::clone(&self.options), api: PhantomData }
    }
}

impl<A> fmt::Debug for Client<A> {
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
