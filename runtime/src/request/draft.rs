//! Builds an `http::Request` from an endpoint's tables and values.

mod parts;
mod path;

use std::fmt;

use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::{Method, Request};

use self::parts::Parts;
use crate::random::Random;
use crate::request::base_url::BaseUrl;
use crate::request::build_error::BuildError;
use crate::request::host;
use crate::request::replacement::Replacement;
use crate::request::value::Value;
use crate::spec::{BodyKind, Spec};
use crate::transport::Body;

/// A request with its endpoint and its base URL, but still without values.
///
/// An endpoint's [`fill`](crate::Endpoint::fill) passes the values to it.
pub struct Draft<'a> {
    base: &'a BaseUrl,
    spec: &'static Spec,
    /// The source for the boundary of parts.
    random: Option<&'a dyn Random>,
    /// The value that makes it the request of another page.
    replacement: Option<&'a Replacement>,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(base: &'a BaseUrl, spec: &'static Spec) -> Self {
        Self { base, spec, random: None, replacement: None }
    }

    /// Sets the source of random numbers.
    pub(crate) fn with_random(self, random: &'a dyn Random) -> Self {
        Self { random: Some(random), ..self }
    }

    /// Sets a value that replaces the one of its field.
    pub(crate) fn with_replacement(self, replacement: Option<&'a Replacement>) -> Self {
        Self { replacement, ..self }
    }

    /// Builds the request from the values, one for each row of [`Spec::fields`].
    ///
    /// # Errors
    ///
    /// If a value is not valid in its place. Nothing is sent then.
    pub fn build(self, values: &[Value<'_>]) -> Result<Request<Body>, BuildError> {
        debug_assert_eq!(self.spec.fields.len(), values.len(), "the tables of `{}`", self.spec.name);
        let replaced = self.replacement.map(|replacement| replacement.among(self.spec, values));
        let values = replaced.as_deref().unwrap_or(values);
        let mut path = String::with_capacity(self.base.path().len() + self.spec.path.len() + 32);
        path.push_str(self.base.path());
        path::write(&mut path, self.spec, values)?;
        let mut request = Request::new(Body::empty());
        let mut parts = Parts::new(self.spec, path, request.headers_mut(), values);
        parts.write_constants()?;
        for value in values {
            parts.write(value)?;
        }
        let (url, body) = parts.finish()?;
        *request.method_mut() = Method::from_bytes(self.spec.method.as_bytes())
            .map_err(|_| BuildError::request("the method is not a token of RFC 9110"))?;
        let uri = match self.spec.host {
            [] => self.base.with(url),
            _ => self.base.with_host_prefix(&host::prefix(self.base, self.spec, values)?, url),
        };
        *request.uri_mut() = uri.map_err(|error| BuildError::request(format!("the URL is refused: {error}")))?;
        if let Some((body, content_type)) = body.finish(self.random)? {
            let content_type = HeaderValue::from_str(&content_type)
                .map_err(|_| BuildError::request("the content type of the body is not a valid header field value"))?;
            if self.spec.body() == Some(BodyKind::Parts) {
                // Any other value would lack the boundary.
                request.headers_mut().insert(CONTENT_TYPE, content_type);
            } else {
                request.headers_mut().entry(CONTENT_TYPE).or_insert(content_type);
            }
            *request.body_mut() = body;
        }
        if request.body().is_empty() && anticipates_content(self.spec.method) {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Ok(request)
    }
}

impl fmt::Debug for Draft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("base", &self.base).field("spec", &self.spec).finish_non_exhaustive()
    }
}

/// Methods that do not anticipate content: RFC 9110 section 9.3, RFC 4918 sections 9.8, 9.9 and 9.11, RFC 2068 section
/// 19.6.1.
const WITHOUT_CONTENT: [&str; 11] =
    ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT", "COPY", "MOVE", "UNLOCK", "LINK", "UNLINK"];

/// Whether a request with this method and without content has `Content-Length: 0` (RFC 9110 section 8.6). Servers
/// answer 411 to a POST without it.
pub(crate) fn anticipates_content(method: &str) -> bool {
    !WITHOUT_CONTENT.contains(&method)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Piece;
    use crate::spec::placed::{PathField, placed};

    const BASE: PathField = placed("base", "base");
    const HEAD: PathField = placed("head", "head");

    static MIXED: Spec = Spec {
        name: "Compare",
        method: "GET",
        path: "/compare/<base>.<head>/x",
        pieces: &[Piece::Text("/compare/"), Piece::Value(0), Piece::Text("."), Piece::Value(1), Piece::Text("/x")],
        fields: &[BASE.row, HEAD.row],
        idempotent: true,
        ..Spec::PLAIN
    };

    static DOTS: Spec = Spec {
        name: "Dots",
        path: "/<base>.",
        pieces: &[Piece::Text("/"), Piece::Value(0), Piece::Text(".")],
        fields: &[BASE.row],
        ..MIXED
    };

    fn path(base: &str, head: &str) -> Result<String, String> {
        let url: BaseUrl = "http://a/b".parse().unwrap();
        let request = Draft::new(&url, &MIXED).build(&[BASE.of(&base), HEAD.of(&head)]);
        request.map(|request| request.uri().path().to_owned()).map_err(|error| error.to_string())
    }

    #[test]
    fn segment_can_mix_text_and_values() {
        assert_eq!(path("v1/x", "v 2").unwrap(), "/b/compare/v1%2Fx.v%202/x");
        assert!(path("", "a").unwrap_err().contains("`base`"));
    }

    #[test]
    fn dots_are_refused_if_they_are_the_whole_segment() {
        assert_eq!(path(".", ".").unwrap(), "/b/compare/.../x");
        let url: BaseUrl = "http://a".parse().unwrap();
        let error = Draft::new(&url, &DOTS).build(&[BASE.of(&".")]).unwrap_err();
        assert!(error.to_string().contains("`base`: `..`"), "{error}");
    }
}
