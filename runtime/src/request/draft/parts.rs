//! The parts of a request. Each value is written into the part that contains its place.

use std::borrow::Cow;
use std::collections::BTreeSet;

use bytes::{Buf as _, Bytes};
use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::random::Random;
use crate::request::build_error::BuildError;
use crate::request::header::{self, Refusal};
use crate::request::idempotency::check_written;
use crate::request::multipart::Multipart;
use crate::request::part::Part;
use crate::request::places::{HeaderFieldValue, HeaderMapValue, JsonValue, PathValue, QueryMapValue, QueryValue};
use crate::request::query::{QueryWriter, names};
use crate::request::refused::ValueError;
use crate::request::text::encoded;
use crate::request::value::{Payload, Value};
use crate::spec::placed::{HeaderField, HeaderMapField, PartField, PathField, PayloadField, QueryMapField};
use crate::spec::{BesidePath, BodyConstants, BodyKind, IdempotencyKey, QueryStyle, Spec};
use crate::transport::Body;

/// What was written so far.
pub(super) struct Parts<'r, 'v> {
    spec: &'static Spec,
    /// Path and query.
    url: String,
    has_query: bool,
    /// The names of parameters that no key of a flattened map may have. Only kept if there is such a map.
    taken: Option<BTreeSet<String>>,
    /// The maps are written last.
    query_maps: Vec<(&'static QueryMapField, &'v dyn QueryMapValue)>,
    headers: &'r mut HeaderMap,
    body: Content,
}

/// The body.
pub(super) enum Content {
    None,
    /// A JSON object without its last brace.
    Object(Vec<u8>),
    /// A form after a `?`, because it is written like a query.
    Form(String),
    /// The parts of a multipart body.
    Parts(Multipart),
    Payload(Body, &'static str),
}

/// A field in the query or in the form.
#[derive(Clone, Copy)]
struct Parameter {
    name: &'static str,
    wire: &'static str,
    style: QueryStyle,
}

impl<'r, 'v> Parts<'r, 'v> {
    /// Starts with a URL with this path and the constant parameters, and with a body with its constants.
    #[inline]
    pub(super) fn new(spec: &'static Spec, path: String, headers: &'r mut HeaderMap, values: &[Value<'_>]) -> Self {
        let mut url = path;
        if !spec.query.is_empty() {
            url.push('?');
            url.push_str(spec.query);
        }
        let body = match spec.body() {
            Some(BodyKind::Object) => Content::object(spec.constants),
            Some(BodyKind::Form) => Content::form(spec.constants),
            Some(BodyKind::Parts) => Content::Parts(Multipart::default()),
            Some(BodyKind::Payload) | None => Content::None,
        };
        let has_map = values.iter().any(|value| matches!(value, Value::QueryMap(..)));
        let taken = has_map.then(|| names(spec.query).collect());
        let has_query = !spec.query.is_empty();
        Self { spec, url, has_query, taken, query_maps: Vec::new(), headers, body }
    }

    /// Writes the constant header fields.
    #[inline]
    pub(super) fn write_constants(&mut self) -> Result<(), BuildError> {
        for (name, text) in self.spec.headers {
            let set = header::set_text(self.headers, name, text, false);
            set.map_err(|refusal| BuildError::request(refusal.of(name)))?;
        }
        if let (Content::Parts(parts), BodyConstants::Parts(constants)) = (&mut self.body, self.spec.constants) {
            for (name, text) in constants {
                let added = parts.add(name, Part::text(*text));
                added.map_err(|reason| BuildError::request(reason.to_string()))?;
            }
        }
        Ok(())
    }

    /// Writes a value into its place.
    #[inline]
    pub(super) fn write(&mut self, value: &Value<'v>) -> Result<(), BuildError> {
        match *value {
            // They were written with the templates of host and path, or are not sent.
            Value::Host(..) | Value::PathList(..) | Value::PathSegments(..) | Value::Absent => Ok(()),
            Value::Path(field, value) => self.beside_path(field, value),
            Value::Query(field, value) => {
                self.query(Parameter { name: field.row.name, wire: field.row.wire, style: field.place.style }, value)
            }
            Value::QueryMap(field, map) => {
                self.query_maps.push((field, map));
                Ok(())
            }
            Value::Header(field, value) => self.header(field, value),
            Value::HeaderMap(field, map) => self.header_map(field, map),
            Value::Member(field, value) => self.member(field.row.name, field.row.wire, value),
            Value::New(row, value) => self.member(row.name, row.wire, value),
            Value::Form(field, value) => self.form(
                Parameter { name: field.row.name, wire: field.row.wire, style: field.place.style_in_form },
                value,
            ),
            Value::Part(field, value) => {
                let Content::Parts(parts) = &mut self.body else { return Ok(()) };
                value.write_parts(&mut parts.of(field)).map_err(|reason| BuildError::field(field.row.name, reason))
            }
            Value::WholePart(field, value) => self.whole_part(field, value),
            Value::Payload(field, value) => self.payload(field, value),
        }
    }

    /// Writes a lookup in its other place, if the path does not contain the whole value.
    fn beside_path(&mut self, field: &PathField, value: &dyn PathValue) -> Result<(), BuildError> {
        let Some(beside) = field.place.beside else { return Ok(()) };
        let Some(lookup) = value.as_lookup().filter(|lookup| !lookup.is_whole_in_path()) else { return Ok(()) };
        let parameter = Parameter { name: field.row.name, wire: field.row.wire, style: QueryStyle::DEFAULT };
        match beside {
            BesidePath::Query => self.query(parameter, lookup),
            BesidePath::Form => self.form(parameter, lookup),
            BesidePath::Member => self.member(field.row.name, field.row.wire, lookup),
        }
    }

    #[inline]
    fn query(&mut self, field: Parameter, value: &dyn QueryValue) -> Result<(), BuildError> {
        let start = self.url.len();
        field.write(value, QueryWriter::new(&mut self.url, &mut self.has_query, field.wire, field.style))?;
        let written = &self.url[start..];
        field.check_key(self.spec.idempotency_key.and_then(IdempotencyKey::in_query), written)?;
        if let Some(taken) = self.taken.as_mut().filter(|_| !written.is_empty()) {
            // A list or an object in brackets also uses its own name.
            taken.insert(encoded(field.wire).into_owned());
            taken.extend(names(written));
        }
        Ok(())
    }

    fn form(&mut self, field: Parameter, value: &dyn QueryValue) -> Result<(), BuildError> {
        if !matches!(self.body, Content::Form(_)) {
            // The form of a lookup that the path does not contain.
            self.body = Content::form(self.spec.constants);
        }
        let Content::Form(form) = &mut self.body else { return Ok(()) };
        let (start, mut started) = (form.len(), !form.is_empty());
        field.write(value, QueryWriter::form(form, &mut started, field.wire, field.style))?;
        field.check_key(self.spec.idempotency_key.and_then(IdempotencyKey::in_form), &form[start..])
    }

    fn header(&mut self, field: &HeaderField, value: &dyn HeaderFieldValue) -> Result<(), BuildError> {
        let name = HeaderName::from_static(field.row.wire);
        match header_value(field.row.name, &name, value, field.place.secret)? {
            Some(value) => header::set(self.headers, name, value).map_err(|refusal| refused(field.row.name, &refusal)),
            None => Ok(()),
        }
    }

    /// Adds the entries of a map, except those whose name is taken.
    fn header_map(&mut self, field: &HeaderMapField, map: &dyn HeaderMapValue) -> Result<(), BuildError> {
        let refused = |refusal: Refusal| refused(field.row.name, &refusal);
        let mut own = HeaderMap::new();
        for (key, value) in map.entries() {
            let name = header::name(&format!("{}{key}", field.row.wire)).map_err(refused)?;
            let Some(value) = header_value(field.row.name, &name, value, field.place.secret_map)? else { continue };
            if own.contains_key(&name) {
                return Err(refused(Refusal::Twice(name)));
            }
            header::set(&mut own, name, value).map_err(refused)?;
        }
        for (name, value) in own.into_iter().filter_map(|(name, value)| Some((name?, value))) {
            if !self.headers.contains_key(&name) {
                header::set(self.headers, name, value).map_err(refused)?;
            }
        }
        Ok(())
    }

    #[inline]
    fn member(&mut self, field: &'static str, wire: &str, value: &dyn JsonValue) -> Result<(), BuildError> {
        if !matches!(self.body, Content::Object(_)) {
            // The object of a lookup that the path does not contain.
            self.body = Content::object(self.spec.constants);
        }
        let Content::Object(object) = &mut self.body else { return Ok(()) };
        if object.len() > 1 {
            object.push(b',');
        }
        let refused = |reason| BuildError::field(field, reason);
        wire.write_json(object).map_err(refused)?;
        object.push(b':');
        value.write_json(object).map_err(refused)
    }

    fn whole_part(&mut self, field: &'static PartField, value: Payload<'_>) -> Result<(), BuildError> {
        let refused = |reason| BuildError::field(field.row.name, reason);
        let Content::Parts(parts) = &mut self.body else { return Ok(()) };
        match value.into_content().map_err(refused)? {
            Some((body, _)) => parts.of(field).part(body.into()).map_err(refused),
            None => Ok(()),
        }
    }

    fn payload(&mut self, field: &PayloadField, value: Payload<'_>) -> Result<(), BuildError> {
        let content = value.into_content().map_err(|reason| BuildError::field(field.row.name, reason))?;
        if let Some((body, content_type)) = content {
            let default = || field.place.content_types.first().copied().unwrap_or("application/octet-stream");
            self.body = Content::Payload(body, content_type.unwrap_or_else(default));
        }
        Ok(())
    }

    /// Writes the entries of flattened maps, except those whose name is already used by a constant, by a field that is
    /// sent, or by an entry of an earlier map that is sent.
    fn write_query_maps(&mut self) -> Result<(), BuildError> {
        let Some(taken) = &mut self.taken else { return Ok(()) };
        for (field, map) in &self.query_maps {
            let start_of_map = self.url.len();
            for (key, value) in map.entries() {
                let name = encoded(key);
                if taken.contains(name.as_ref()) {
                    continue;
                }
                let start = self.url.len();
                let mut to = QueryWriter::new(&mut self.url, &mut self.has_query, key, field.place.style_of_map);
                value.write_query(&mut to).map_err(|reason| BuildError::field(field.row.name, reason))?;
                if self.url.len() > start {
                    taken.insert(name.into_owned());
                }
            }
            taken.extend(names(&self.url[start_of_map..]));
        }
        Ok(())
    }

    /// Path and query, and the body.
    #[inline]
    pub(super) fn finish(mut self) -> Result<(String, Content), BuildError> {
        self.write_query_maps()?;
        Ok((self.url, self.body))
    }
}

impl Content {
    fn object(constants: BodyConstants) -> Self {
        let mut object = Vec::with_capacity(128);
        object.push(b'{');
        if let BodyConstants::Members(members) = constants {
            object.extend(members.bytes());
        }
        Self::Object(object)
    }

    fn form(constants: BodyConstants) -> Self {
        match constants {
            BodyConstants::Parameters(parameters) => Self::Form(format!("?{parameters}")),
            BodyConstants::Members(_) | BodyConstants::Parts(_) | BodyConstants::None => Self::Form(String::new()),
        }
    }

    /// The body with its content type; `None` if there is no body.
    #[inline]
    pub(super) fn finish(self, random: Option<&dyn Random>) -> Result<Option<(Body, Cow<'static, str>)>, BuildError> {
        Ok(match self {
            Self::None => None,
            Self::Object(mut object) => {
                object.push(b'}');
                Some((object.into(), "application/json".into()))
            }
            Self::Form(form) => {
                let mut form = Bytes::from(form);
                form.advance(form.len().min(1));
                Some((form.into(), "application/x-www-form-urlencoded".into()))
            }
            Self::Parts(parts) => {
                let (body, content_type) = parts.finish(random)?;
                Some((body, content_type.into()))
            }
            Self::Payload(body, content_type) => Some((body, content_type.into())),
        })
    }
}

impl Parameter {
    fn write(self, value: &dyn QueryValue, mut to: QueryWriter<'_>) -> Result<(), BuildError> {
        value.write_query(&mut to).map_err(|reason| BuildError::field(self.name, reason))
    }

    /// Checks what the field wrote, if it is the idempotency key with this name.
    fn check_key(self, key: Option<&'static str>, written: &str) -> Result<(), BuildError> {
        match key {
            Some(key) if key == self.wire => check_written(self.name, key, written),
            Some(_) | None => Ok(()),
        }
    }
}

/// The value of a header field; `None` if it is absent.
fn header_value(
    field: &'static str,
    name: &HeaderName,
    value: &dyn HeaderFieldValue,
    is_secret: bool,
) -> Result<Option<HeaderValue>, BuildError> {
    let mut text = String::new();
    if !value.write_header(name.as_str(), &mut text).map_err(|reason| BuildError::field(field, reason))? {
        return Ok(None);
    }
    header::exact_value(name, &text, is_secret).map(Some).map_err(|refusal| refused(field, &refusal))
}

/// The error of a field that is refused as a header field.
fn refused(field: &'static str, refusal: &Refusal) -> BuildError {
    BuildError::field(field, ValueError::new(refusal.to_string()))
}
