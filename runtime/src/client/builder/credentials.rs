//! The settings of credentials.

use std::sync::Arc;
use std::time::Duration;

use super::ClientBuilder;
use crate::client::auth::{self, Authorizer, Given, TokenCache, TokenSource};
use crate::endpoint::api::Api;

impl<A: Api> ClientBuilder<A> {
    /// Sends `Authorization: Bearer TOKEN` with every call (RFC 6750).
    ///
    /// A client has one kind of credentials. [`build`](Self::build) returns an error if two of these are set: `bearer`,
    /// [`basic`](Self::basic), [`token_source`](Self::token_source), [`authorizer`](Self::authorizer), and a
    /// [`header`](Self::header) `Authorization`. If the same one is set twice, the second value replaces the first.
    ///
    /// Credentials are never printed, and not sent to another origin after a redirect. They are not added to a request
    /// that already has an `Authorization` header field, from its endpoint or its [`CallOptions`](crate::CallOptions).
    pub fn bearer(mut self, token: impl AsRef<str>) -> Self {
        match auth::bearer(token.as_ref()) {
            Ok(value) => self.credentials(Given::Bearer(value)),
            Err(refused) => {
                self.refused.get_or_insert(refused);
                self
            }
        }
    }

    /// Sends `Authorization: Basic ..` with every call (RFC 7617), for a user name and a password or a client id and
    /// its secret.
    ///
    /// The user name must not contain a colon. For everything else see [`bearer`](Self::bearer).
    pub fn basic(mut self, user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        match auth::basic(user.as_ref(), password.as_ref()) {
            Ok(value) => self.credentials(Given::Basic(value)),
            Err(refused) => {
                self.refused.get_or_insert(refused);
                self
            }
        }
    }

    /// Sends tokens from this source. Another token is fetched if the last one has expired or was refused.
    ///
    /// The source is not called for a call that already has an `Authorization` header field. See
    /// [`bearer`](Self::bearer) for a client with several kinds of credentials.
    pub fn token_source(self, source: impl TokenSource) -> Self {
        self.credentials(Given::TokenSource(TokenCache::new(source)))
    }

    /// Adds credentials to each attempt with this authorizer, for example a signature: see
    /// [`Authorizer`](crate::auth::Authorizer).
    ///
    /// The authorizer is not called for a call that already has an `Authorization` header field. See
    /// [`bearer`](Self::bearer) for a client with several kinds of credentials.
    pub fn authorizer(self, authorizer: impl Authorizer) -> Self {
        self.credentials(Given::Authorizer(Arc::new(authorizer)))
    }

    fn credentials(mut self, given: Given) -> Self {
        if let Some(earlier) = self.credentials.as_ref().filter(|earlier| earlier.setter() != given.setter()) {
            let refused = auth::two_kinds(earlier.setter(), given.setter());
            self.refused.get_or_insert(refused);
        }
        self.credentials = Some(given);
        self
    }

    /// Sends a secret query parameter with every call, after the parameters of the endpoint. It is percent-encoded. An
    /// authorizer sees it in the URL.
    ///
    /// Errors and traces do not contain it. But servers and proxies write URLs into their logs, so prefer a header
    /// field if the API accepts one.
    pub fn secret_query(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.keys.add(name.as_ref(), value.as_ref());
        self
    }

    /// Sets how long one fetch of the [`token_source`](Self::token_source) may take, for all the calls that wait for
    /// it. By default 30 seconds. The timeout of a call does not end the fetch: the next call waits for the same fetch.
    ///
    /// [`build`](Self::build) returns an error for zero, and for any timeout without a token source.
    pub fn token_timeout(mut self, timeout: Duration) -> Self {
        self.token_timeout = Some(timeout);
        self
    }
}
