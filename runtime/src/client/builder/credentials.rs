//! The settings of credentials.

use std::sync::Arc;
use std::time::Duration;

use super::ClientBuilder;
use crate::client::auth::{self, Authorizer, Given, TokenCache, TokenSource};
use crate::endpoint::api::Api;

impl<A: Api> ClientBuilder<A> {
    /// Sends `Authorization: Bearer TOKEN` with every call (RFC 6750).
    ///
    /// A client has one kind of credentials: with two of `bearer`, [`basic`](Self::basic),
    /// [`token_source`](Self::token_source), [`authorizer`](Self::authorizer) and a [`header`](Self::header)
    /// `Authorization`, [`build`](Self::build) returns an error. The same one set twice is replaced.
    ///
    /// Credentials are not printed, and a redirect to another origin does not get them. They are not added to a request that
    /// has an `Authorization` header field of its own, from its endpoint or its [`CallOptions`](crate::CallOptions).
    pub fn bearer(mut self, token: impl AsRef<str>) -> Self {
        match auth::bearer(token.as_ref()) {
            Ok(value) => self.credentials(Given::Bearer(value)),
            Err(refused) => {
                self.refused.get_or_insert(refused);
                self
            }
        }
    }

    /// Sends `Authorization: Basic ..` with every call (RFC 7617): a user name and a password, or a client id and its secret.
    ///
    /// The user name must not contain a colon. For the rest see [`bearer`](Self::bearer).
    pub fn basic(mut self, user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        match auth::basic(user.as_ref(), password.as_ref()) {
            Ok(value) => self.credentials(Given::Basic(value)),
            Err(refused) => {
                self.refused.get_or_insert(refused);
                self
            }
        }
    }

    /// Sends tokens from this source. It fetches another one if the last one has expired or was refused.
    ///
    /// It is not asked for a call that has an `Authorization` header field of its own. See [`bearer`](Self::bearer) for a
    /// client with several kinds of credentials.
    pub fn token_source(self, source: impl TokenSource) -> Self {
        self.credentials(Given::TokenSource(TokenCache::new(source)))
    }

    /// Lets this authorizer put credentials on each attempt, such as a signature: see
    /// [`Authorizer`](crate::auth::Authorizer).
    ///
    /// It is not called for a call that has an `Authorization` header field of its own. See [`bearer`](Self::bearer) for a
    /// client with several kinds of credentials.
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

    /// Sends a query parameter with every call whose value is a secret, after the parameters of the endpoint. It is
    /// percent-encoded. An authorizer sees it in the URL.
    ///
    /// No error and no trace contains it. But servers and proxies write URLs into their logs: prefer a header field if the
    /// API accepts one.
    pub fn secret_query(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.keys.add(name.as_ref(), value.as_ref());
        self
    }

    /// Limits how long one fetch of the [`token_source`](Self::token_source) may take, for all the calls that wait for it.
    /// By default 30 seconds. The timeout of a call does not end the fetch: the next call waits for the same one.
    ///
    /// [`build`](Self::build) returns an error for zero, and for any timeout without a token source.
    pub fn token_timeout(mut self, timeout: Duration) -> Self {
        self.token_timeout = Some(timeout);
        self
    }
}
