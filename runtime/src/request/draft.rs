//! Building: spec and values into an `http::Request`.

mod path;

use std::collections::BTreeSet;

use bytes::{Buf as _, Bytes};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request};

use crate::request::base_url::BaseUrl;
use crate::request::build_error::BuildError;
use crate::request::header::{self, Refusal};
use crate::request::host;
use crate::request::places::{HeaderFieldValue, JsonValue as _, QueryValue};
use crate::request::query::{QueryWriter, names};
use crate::request::refused::ValueError;
use crate::request::text::encoded;
use crate::request::value::Value;
use crate::spec::{BodyConstants, Field, Place, Spec};
use crate::transport::Body;

/// A request that has its endpoint and its base URL and waits for the values.
///
/// An endpoint's [`fill`](crate::Endpoint::fill) hands them over.
#[derive(Debug)]
pub struct Draft<'a> {
    base: &'a BaseUrl,
    spec: &'static Spec,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(base: &'a BaseUrl, spec: &'static Spec) -> Self {
        Self { base, spec }
    }

    /// Builds the request from the values, one for each row of [`Spec::fields`].
    ///
    /// # Errors
    ///
    /// Where a value cannot stand in its place; nothing has been sent then.
    pub fn build(self, values: &[Value<'_>]) -> Result<Request<Body>, BuildError> {
        debug_assert_eq!(self.spec.fields.len(), values.len(), "the tables of `{}`", self.spec.name);
        let url = self.url(values)?;
        let body = self.body(values)?;
        let mut request = Request::new(Body::empty());
        *request.method_mut() = Method::from_bytes(self.spec.method.as_bytes())
            .map_err(|_| BuildError::request("the method is no token of RFC 9110"))?;
        let uri = match self.spec.host {
            [] => self.base.with(url),
            _ => self.base.with_host_prefix(&host::prefix(self.base, self.spec, values)?, url),
        };
        *request.uri_mut() = uri.map_err(|error| BuildError::request(format!("the URL is refused: {error}")))?;
        self.add_headers(request.headers_mut(), values)?;
        if let Some((body, content_type)) = body {
            let content_type = HeaderValue::from_str(content_type)
                .map_err(|_| BuildError::request("the content type of the body is not a valid header field value"))?;
            request.headers_mut().entry(CONTENT_TYPE).or_insert(content_type);
            *request.body_mut() = body;
        }
        if request.body().is_empty() && anticipates_content(self.spec.method) {
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        Ok(request)
    }

    /// The fields with the places and the values that are sent outside of the path. A lookup that the path does not contain
    /// is there with its other place.
    fn rows<'v>(&self, values: &'v [Value<'v>]) -> impl Iterator<Item = (&'static Field, Place, Value<'v>)> {
        self.spec.fields.iter().zip(values).map(|(field, value)| {
            let (Place::Lookup { beside }, Value::Path(path_value)) = (field.place, value) else {
                return (field, field.place, *value);
            };
            match path_value.as_lookup().filter(|lookup| !lookup.is_whole_in_path()) {
                Some(lookup) => {
                    let place = beside.place();
                    (field, place, if place == Place::Member { Value::Json(lookup) } else { Value::Query(lookup) })
                }
                None => (field, field.place, *value),
            }
        })
    }

    /// Path and query.
    fn url(&self, values: &[Value<'_>]) -> Result<String, BuildError> {
        let mut url = String::with_capacity(self.base.path().len() + self.spec.path.len() + 32);
        url.push_str(self.base.path());
        path::write(&mut url, self.spec, values)?;
        let mut started = false;
        if !self.spec.query.is_empty() {
            url.push('?');
            url.push_str(self.spec.query);
            started = true;
        }
        // The names that no key of a flattened map may have; kept only for those.
        let has_map = self.spec.fields.iter().any(|field| matches!(field.place, Place::QueryMap(_)));
        let mut taken = has_map.then(|| names(self.spec.query).collect::<BTreeSet<_>>());
        for (field, place, value) in self.rows(values) {
            let (Place::Query(style), Value::Query(value)) = (place, value) else { continue };
            let start = url.len();
            write_query(field, value, QueryWriter::new(&mut url, &mut started, field.wire, style))?;
            self.check_key(field, &url[start..])?;
            if let Some(taken) = taken.as_mut().filter(|_| url.len() > start) {
                // Of a list or an object in brackets, its own name too.
                taken.insert(encoded(field.wire).into_owned());
                taken.extend(names(&url[start..]));
            }
        }
        if let Some(taken) = taken {
            self.write_query_maps(&mut url, taken, &mut started, values)?;
        }
        Ok(url)
    }

    /// Checks what a field wrote if it is the idempotency key.
    fn check_key(&self, field: &Field, written: &str) -> Result<(), BuildError> {
        self.spec.idempotency_key.map_or(Ok(()), |key| key.check_written(field, written))
    }

    /// The entries of flattened maps, except those whose name is taken: by a constant, by a field that is sent, or by an entry
    /// of an earlier map that is sent.
    fn write_query_maps(
        &self,
        url: &mut String,
        mut taken: BTreeSet<String>,
        started: &mut bool,
        values: &[Value<'_>],
    ) -> Result<(), BuildError> {
        for (field, value) in self.spec.fields.iter().zip(values) {
            let (Place::QueryMap(style), Value::QueryMap(map)) = (field.place, value) else { continue };
            let start_of_map = url.len();
            for (key, value) in map.entries() {
                let name = encoded(key);
                if taken.contains(name.as_ref()) {
                    continue;
                }
                let start = url.len();
                write_query(field, value, QueryWriter::new(url, started, key, style))?;
                if url.len() > start {
                    taken.insert(name.into_owned());
                }
            }
            taken.extend(names(&url[start_of_map..]));
        }
        Ok(())
    }

    fn add_headers(&self, headers: &mut HeaderMap, values: &[Value<'_>]) -> Result<(), BuildError> {
        for (name, text) in self.spec.headers {
            let set = header::set_text(headers, name, text, false);
            set.map_err(|refusal| BuildError::request(refusal.of(name)))?;
        }
        for (field, value) in self.spec.fields.iter().zip(values) {
            let refused = |refusal: Refusal| refused(field, &refusal);
            match (field.place, value) {
                (Place::Header { sensitive }, Value::Header(value)) => {
                    let name = HeaderName::from_static(field.wire);
                    if let Some(value) = header_value(field, &name, *value, sensitive)? {
                        header::set(headers, name, value).map_err(refused)?;
                    }
                }
                (Place::HeaderMap { sensitive }, Value::HeaderMap(map)) => {
                    let mut own = HeaderMap::new();
                    for (key, value) in map.entries() {
                        let name = header::name(&format!("{}{key}", field.wire)).map_err(refused)?;
                        let Some(value) = header_value(field, &name, value, sensitive)? else { continue };
                        if own.contains_key(&name) {
                            return Err(refused(Refusal::Twice(name)));
                        }
                        header::set(&mut own, name, value).map_err(refused)?;
                    }
                    for (name, value) in own.into_iter().filter_map(|(name, value)| Some((name?, value))) {
                        if !headers.contains_key(&name) {
                            header::set(headers, name, value).map_err(refused)?;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The body and its content type; `None` where none is declared, and where the whole body is absent.
    fn body(&self, values: &[Value<'_>]) -> Result<Option<(Body, &'static str)>, BuildError> {
        let rows = || self.rows(values);
        // Without a body of its own, an endpoint has one for a lookup that the path does not contain.
        let of_lookup = || rows().find(|(_, place, _)| matches!(place, Place::Member | Place::Form(_)));
        match self.spec.body().or_else(|| of_lookup().map(|(_, place, _)| place)) {
            Some(Place::Payload { content_types }) => {
                let payload = rows().find(|(_, place, _)| matches!(place, Place::Payload { .. }));
                let Some((field, _, value)) = payload else { return Ok(None) };
                let content = value.into_content().map_err(|reason| BuildError::field(field.name, reason))?;
                let default = content_types.first().copied().unwrap_or("application/octet-stream");
                Ok(content.map(|(content, content_type)| (content, content_type.unwrap_or(default))))
            }
            Some(Place::Form(_)) => {
                let mut form = String::new();
                let mut started = false;
                if let BodyConstants::Parameters(constants) = self.spec.constants {
                    form = format!("?{constants}");
                    started = true;
                }
                for (field, place, value) in rows() {
                    let (Place::Form(style), Value::Query(value)) = (place, value) else { continue };
                    let start = form.len();
                    write_query(field, value, QueryWriter::form(&mut form, &mut started, field.wire, style))?;
                    self.check_key(field, &form[start..])?;
                }
                // The writer begins with the `?` of a query.
                let mut form = Bytes::from(form);
                form.advance(form.len().min(1));
                Ok(Some((form.into(), "application/x-www-form-urlencoded")))
            }
            Some(_) => Ok(Some((self.object(values)?.into(), "application/json"))),
            None => Ok(None),
        }
    }

    /// The JSON object of the members.
    fn object(&self, values: &[Value<'_>]) -> Result<Vec<u8>, BuildError> {
        let mut body = Vec::with_capacity(128);
        body.push(b'{');
        if let BodyConstants::Members(constants) = self.spec.constants {
            body.extend(constants.bytes());
        }
        for (field, place, value) in self.rows(values) {
            let (Place::Member, Value::Json(value)) = (place, value) else { continue };
            if body.len() > 1 {
                body.push(b',');
            }
            let refused = |reason| BuildError::field(field.name, reason);
            field.wire.write_json(&mut body).map_err(refused)?;
            body.push(b':');
            value.write_json(&mut body).map_err(refused)?;
        }
        body.push(b'}');
        Ok(body)
    }
}

/// Writes a field's value, or one of its entries, into the query or the form.
fn write_query(field: &Field, value: &dyn QueryValue, mut to: QueryWriter<'_>) -> Result<(), BuildError> {
    value.write_query(&mut to).map_err(|reason| BuildError::field(field.name, reason))
}

/// A field's value as that of a header field; `None` if it is absent.
fn header_value(
    field: &Field,
    name: &HeaderName,
    value: &dyn HeaderFieldValue,
    sensitive: bool,
) -> Result<Option<HeaderValue>, BuildError> {
    let mut text = String::new();
    if !value.write_header(name.as_str(), &mut text).map_err(|reason| BuildError::field(field.name, reason))? {
        return Ok(None);
    }
    header::exact_value(name, &text, sensitive).map(Some).map_err(|refusal| refused(field, &refusal))
}

/// The error of a field that is refused as a header field.
fn refused(field: &Field, refusal: &Refusal) -> BuildError {
    BuildError::field(field.name, ValueError::new(refusal.to_string()))
}

/// Methods whose definition gives content no meaning: RFC 9110 section 9.3, RFC 4918 sections 9.8, 9.9 and 9.11, RFC 2068
/// section 19.6.1.
const WITHOUT_CONTENT: [&str; 11] =
    ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT", "COPY", "MOVE", "UNLOCK", "LINK", "UNLINK"];

/// Whether a request with this method says that it has no content, by `Content-Length: 0` (RFC 9110 section 8.6). Servers
/// answer 411 to a POST that does not.
pub(crate) fn anticipates_content(method: &str) -> bool {
    !WITHOUT_CONTENT.contains(&method)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Piece;

    static MIXED: Spec = Spec {
        name: "Compare",
        method: "GET",
        path: "/compare/<base>.<head>/x",
        pieces: &[Piece::Text("/compare/"), Piece::Value(0), Piece::Text("."), Piece::Value(1), Piece::Text("/x")],
        fields: &[
            Field::new("base", "base", Place::Path { allow_empty: false }),
            Field::new("head", "head", Place::Path { allow_empty: false }),
        ],
        idempotent: true,
        ..Spec::PLAIN
    };

    static DOTS: Spec = Spec {
        name: "Dots",
        path: "/<base>.",
        pieces: &[Piece::Text("/"), Piece::Value(0), Piece::Text(".")],
        fields: &[Field::new("base", "base", Place::Path { allow_empty: false })],
        ..MIXED
    };

    fn path(base: &str, head: &str) -> Result<String, String> {
        let url: BaseUrl = "http://a/b".parse().unwrap();
        let request = Draft::new(&url, &MIXED).build(&[Value::Path(&base), Value::Path(&head)]);
        request.map(|request| request.uri().path().to_owned()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_segment_may_mix_text_and_values() {
        assert_eq!(path("v1/x", "v 2").unwrap(), "/b/compare/v1%2Fx.v%202/x");
        assert!(path("", "a").unwrap_err().contains("`base`"));
    }

    #[test]
    fn dots_are_refused_in_the_segment_as_a_whole() {
        assert_eq!(path(".", ".").unwrap(), "/b/compare/.../x");
        let url: BaseUrl = "http://a".parse().unwrap();
        let error = Draft::new(&url, &DOTS).build(&[Value::Path(&".")]).unwrap_err();
        assert!(error.to_string().contains("`base`: `..`"), "{error}");
    }
}
