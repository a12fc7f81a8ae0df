//! Credentials that do not change.

use http::HeaderValue;

use super::authorizer::{Authorization, Authorizer};
use super::outgoing::Outgoing;

/// An `Authorization` header field that does not change.
pub(super) struct Fixed(pub(super) HeaderValue);

impl Authorizer for Fixed {
    fn authorize<'a>(&'a self, mut request: Outgoing<'a>) -> Authorization<'a> {
        Authorization::ready(request.authorization(self.0.clone()))
    }
}
