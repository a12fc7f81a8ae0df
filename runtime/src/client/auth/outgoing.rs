//! [`Outgoing`]: a request that is about to be sent, as an authorizer sees it.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use http::{Extensions, Method, Request, Uri};

use super::value;
use crate::clock::Clock;
use crate::request::build_error::BuildError;
use crate::request::header;
use crate::request::query::Constants;
use crate::spec::Spec;
use crate::transport::Body;

/// A request that is about to be sent, as an [`Authorizer`](super::Authorizer) sees it.
///
/// It is complete except for the credentials and for header fields that only the transport sets, such as `Host` and
/// `Content-Length`. What the authorizer sets applies to this one attempt only. Errors and traces do not contain it.
pub struct Outgoing<'a> {
    pub(super) request: &'a mut Request<Body>,
    pub(super) spec: &'static Spec,
    pub(super) clock: &'a Arc<dyn Clock>,
    pub(super) memory: &'a mut Extensions,
    pub(super) attempt: u32,
}

impl<'a> Outgoing<'a> {
    /// Returns the endpoint. It needs one of its [`scopes`](Spec::scopes).
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the URL, including query parameters that were already added.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// Returns the header fields that are already set, including `Content-Type` and `Accept`.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Returns the body, which is empty for a request without one. `None` if the body is streamed.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.request.body().as_bytes()
    }

    /// Returns the number of this attempt; the first one is 1.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the client's clock, for a date in a signature or the expiry of a token.
    #[must_use]
    pub fn clock(&self) -> &'a Arc<dyn Clock> {
        self.clock
    }

    /// Returns a map that keeps values for the rest of this call, such as the token that was used.
    /// [`Refusal::memory`](super::Refusal::memory) returns the same map.
    pub fn memory(&mut self) -> &mut Extensions {
        self.memory
    }

    /// Sets a header field. `Authorization`, `Cookie`, `X-Api-Key` and [the like](crate::reference::fields#sensitive) are
    /// marked as sensitive.
    ///
    /// # Errors
    ///
    /// If the name or the value is invalid, or if [only the transport sets](crate::reference::fields#header) the field.
    pub fn header(&mut self, name: &str, value: &str) -> Result<(), BuildError> {
        self.any_header(name, value, false)
    }

    /// Sets a header field whose value is a secret, and marks it as sensitive.
    ///
    /// # Errors
    ///
    /// As [`header`](Self::header).
    pub fn secret_header(&mut self, name: &str, value: &str) -> Result<(), BuildError> {
        self.any_header(name, value, true)
    }

    /// Sets `Authorization: Bearer TOKEN` (RFC 6750).
    ///
    /// # Errors
    ///
    /// If the token contains a line break or another control character.
    pub fn bearer(&mut self, token: &str) -> Result<(), BuildError> {
        self.authorization(value::bearer(token).map_err(|error| BuildError::request(error.to_string()))?)
    }

    /// Sets `Authorization: Basic ..` (RFC 7617).
    ///
    /// # Errors
    ///
    /// If the user name contains a colon.
    pub fn basic(&mut self, user: &str, password: &str) -> Result<(), BuildError> {
        self.authorization(value::basic(user, password).map_err(|error| BuildError::request(error.to_string()))?)
    }

    /// Adds a parameter to the query, percent-encoded, after those of the endpoint. No error and no trace contains it.
    ///
    /// # Errors
    ///
    /// If the URL becomes longer than 65,534 bytes.
    pub fn query(&mut self, name: &str, value: &str) -> Result<(), BuildError> {
        let mut parameter = Constants::default();
        parameter.add(name, value);
        self.constants(&parameter)
    }

    pub(super) fn constants(&mut self, parameters: &Constants) -> Result<(), BuildError> {
        if let Some(uri) = parameters.on(self.request.uri())? {
            *self.request.uri_mut() = uri;
        }
        Ok(())
    }

    pub(super) fn authorization(&mut self, value: HeaderValue) -> Result<(), BuildError> {
        let set = header::set(self.request.headers_mut(), AUTHORIZATION, value);
        set.map_err(|refusal| BuildError::request(refusal.to_string()))
    }

    fn any_header(&mut self, name: &str, value: &str, is_secret: bool) -> Result<(), BuildError> {
        let set = header::set_text(self.request.headers_mut(), name, value, is_secret);
        set.map_err(|refusal| BuildError::request(refusal.of(name)))
    }
}

impl fmt::Debug for Outgoing<'_> {
    /// Prints no values: they may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Outgoing");
        debug.field("endpoint", &self.spec.name).field("attempt", &self.attempt);
        debug.finish_non_exhaustive()
    }
}
