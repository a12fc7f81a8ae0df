//! The state that the clones of a client share.

use std::sync::Arc;

use http::Request;
use http::header::{CONTENT_TYPE, HeaderMap};

use crate::client::auth::Credentials;
use crate::client::options::{CallOptions, Limits};
use crate::client::reports::EventHook;
use crate::client::retry::{Budget, RetryPolicy};
use crate::clock::Clock;
use crate::endpoint::drift::Hook;
use crate::random::{self, Random};
use crate::request::base_url::BaseUrl;
use crate::request::build_error::BuildError;
use crate::request::header;
use crate::request::query::Constants;
use crate::spec::{BodyKind, Spec};
use crate::transport::{Body, Transport};

/// The state that the clones of a client share. It does not depend on the types of endpoints.
pub(crate) struct Inner {
    pub(crate) base: BaseUrl,
    pub(crate) headers: HeaderMap,
    pub(crate) credentials: Credentials,
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: Limits,
    pub(crate) retry: RetryPolicy,
    pub(crate) follow_redirects: bool,
    pub(crate) budget: Budget,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) drift: Option<Hook>,
    pub(crate) events: Option<EventHook>,
    pub(crate) reply_limit: usize,
}

impl Inner {
    /// Adds to a request everything that does not come from the endpoint, except for the credentials: header fields of
    /// the call and of the client, the query of the call, and the idempotency key. Returns this key.
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
            place.check_others(&self.headers, &self.credentials.keys)?;
        }
        let method = request.method().clone();
        let headers = request.headers_mut();
        // `insert` and `append` panic if the map is full.
        let refused = |_| BuildError::request("the request has too many header fields");
        headers.try_reserve(self.headers.len() + options.headers.len() + 3).map_err(refused)?;
        if options.headers.contains_key(CONTENT_TYPE) && spec.body() == Some(BodyKind::Parts) {
            return Err(BuildError::request("the option `header`: the content type of parts contains their boundary"));
        }
        for (name, value) in &options.headers {
            headers.try_insert(name, value.clone()).map_err(refused)?;
        }
        options.conditions.set_on(&method, headers)?;
        for name in self.headers.keys().filter(|name| !options.headers.contains_key(*name)) {
            if headers.contains_key(name) {
                continue;
            }
            for value in self.headers.get_all(name) {
                headers.try_append(name, value.clone()).map_err(refused)?;
            }
        }
        header::accept(headers, spec)?;
        add_query(request, &options.query)?;
        self.idempotency_key(request, spec, options)
    }

    /// Returns the key of the request. If it has none, returns the key of the call. If that has none, returns a new
    /// key.
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
            None => new_key(&*self.random)?,
        };
        if key.trim().is_empty() {
            // It does not distinguish calls, so the server could not recognize a retry.
            return Err(BuildError::request("the idempotency key is empty"));
        }
        if !is_own {
            place.put(&key, request)?;
        }
        Ok(Some(key))
    }
}

fn add_query(request: &mut Request<Body>, query: &Constants) -> Result<(), BuildError> {
    if let Some(url) = query.on(request.uri())? {
        *request.uri_mut() = url;
    }
    Ok(())
}

fn new_key(random: &dyn Random) -> Result<Arc<str>, BuildError> {
    let key = random::uuid(random);
    let key = key.map_err(|error| BuildError::request(format!("no random bytes for an idempotency key: {error}")))?;
    Ok(key.into())
}
