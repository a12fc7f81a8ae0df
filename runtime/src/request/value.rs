//! The values of an endpoint, before they are written into a request.

use std::any::Any;
use std::fmt;

use bytes::Bytes;

use crate::request::new_value::NewValue;
use crate::request::patch::Patch;
use crate::request::places::{
    BytesValue, HeaderFieldValue, HeaderMapValue, HostValue, JsonValue, PartValue, PathListValue, PathSegmentsValue,
    PathValue, QueryMapValue, QueryValue, TextValue,
};
use crate::request::refused::ValueError;
use crate::spec::Field;
use crate::spec::placed::{
    FormField, HeaderField, HeaderMapField, HostField, MemberField, PartField, PathField, PathListField,
    PathSegmentsField, PayloadField, QueryField, QueryMapField,
};
use crate::transport::Body;

/// One value of an endpoint, with its field. The order of the values is that of
/// [`Spec::fields`](crate::spec::Spec::fields).
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// In the host.
    Host(&'static HostField, &'a dyn HostValue),
    /// In the path.
    Path(&'static PathField, &'a dyn PathValue),
    /// In one segment of the path, as a list.
    PathList(&'static PathListField, &'a dyn PathListValue),
    /// Several segments of the path.
    PathSegments(&'static PathSegmentsField, &'a dyn PathSegmentsValue),
    /// In the query.
    Query(&'static QueryField, &'a dyn QueryValue),
    /// In the query, each entry under its key.
    QueryMap(&'static QueryMapField, &'a dyn QueryMapValue),
    /// In a header field.
    Header(&'static HeaderField, &'a dyn HeaderFieldValue),
    /// In header fields, each entry under its key.
    HeaderMap(&'static HeaderMapField, &'a dyn HeaderMapValue),
    /// In the JSON object that is the body.
    Member(&'static MemberField, &'a dyn JsonValue),
    /// In the form that is the body.
    Form(&'static FormField, &'a dyn QueryValue),
    /// In parts of the body.
    Part(&'static PartField, &'a dyn PartValue),
    /// As the whole content of one part of the body.
    WholePart(&'static PartField, Payload<'a>),
    /// As the whole body.
    Payload(&'static PayloadField, Payload<'a>),
    /// A member of the JSON object that is sent although its field is absent.
    #[doc(hidden)]
    New(&'static Field, &'a NewValue),
    /// Not sent in this call.
    Absent,
}

/// Places in which every value is written.
macro_rules! written {
    ($($field:ident $variant:ident $value:ident;)*) => {$(
        #[doc(hidden)]
        impl $field {
            #[inline]
            pub fn of<'a>(&'static self, value: &'a dyn $value) -> Value<'a> {
                Value::$variant(self, value)
            }
        }
    )*};
}

written! {
    HostField Host HostValue;
    PathField Path PathValue;
    PathListField PathList PathListValue;
    PathSegmentsField PathSegments PathSegmentsValue;
    QueryField Query QueryValue;
    QueryMapField QueryMap QueryMapValue;
    HeaderField Header HeaderFieldValue;
    HeaderMapField HeaderMap HeaderMapValue;
    MemberField Member JsonValue;
    FormField Form QueryValue;
    PartField Part PartValue;
}

/// Places in which a value is left out if the path contains the whole value.
macro_rules! beside_path {
    ($($field:ident $value:ident;)*) => {$(
        #[doc(hidden)]
        impl $field {
            #[inline]
            pub fn beside_path<'a, T: PathValue + $value>(&'static self, value: &'a T) -> Value<'a> {
                if value.is_whole_in_path() { Value::Absent } else { self.of(value) }
            }
        }
    )*};
}

beside_path! {
    QueryField QueryValue;
    MemberField JsonValue;
    FormField QueryValue;
}

#[doc(hidden)]
impl MemberField {
    /// Left out if the value is `None`.
    #[inline]
    #[expect(clippy::ref_option, reason = "expansions borrow the field as it is")]
    pub fn option<'a, T: JsonValue>(&'static self, value: &'a Option<T>) -> Value<'a> {
        value.as_ref().map_or(Value::Absent, |value| self.of(value))
    }

    /// Left out if the value is [`Patch::Absent`].
    #[inline]
    pub fn patch<'a, T: JsonValue>(&'static self, value: &'a Patch<T>) -> Value<'a> {
        match value {
            Patch::Absent => Value::Absent,
            Patch::Null => self.of(&()),
            Patch::Value(value) => self.of(value),
        }
    }
}

#[doc(hidden)]
impl PartField {
    #[inline]
    #[must_use]
    pub fn whole<'a>(&'static self, value: Payload<'a>) -> Value<'a> {
        Value::WholePart(self, value)
    }
}

#[doc(hidden)]
impl PayloadField {
    #[inline]
    #[must_use]
    pub fn of<'a>(&'static self, value: Payload<'a>) -> Value<'a> {
        Value::Payload(self, value)
    }
}

impl fmt::Debug for Value<'_> {
    /// Prints only the name of the field, because the value may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Value").field(&self.name()).finish_non_exhaustive()
    }
}

impl Value<'_> {
    /// Returns the name of the field. `None` if it is not sent.
    fn name(&self) -> Option<&'static str> {
        Some(match self {
            Self::Host(field, _) => field.row.name,
            Self::Path(field, _) => field.row.name,
            Self::PathList(field, _) => field.row.name,
            Self::PathSegments(field, _) => field.row.name,
            Self::Query(field, _) => field.row.name,
            Self::QueryMap(field, _) => field.row.name,
            Self::Header(field, _) => field.row.name,
            Self::HeaderMap(field, _) => field.row.name,
            Self::Member(field, _) => field.row.name,
            Self::Form(field, _) => field.row.name,
            Self::Part(field, _) | Self::WholePart(field, _) => field.row.name,
            Self::Payload(field, _) => field.row.name,
            Self::New(row, _) => row.name,
            Self::Absent => return None,
        })
    }
}

/// A whole body before it is written.
#[derive(Clone, Copy)]
pub struct Payload<'a> {
    /// `None` if there is no body in this call.
    content: Option<PayloadContent<'a>>,
    /// Replaces the first content type of the field.
    content_type: Option<&'static str>,
}

#[derive(Clone, Copy)]
enum PayloadContent<'a> {
    Json(&'a dyn JsonValue),
    Bytes(&'a [u8]),
    /// Shared with the request.
    Shared(&'a Bytes),
    /// Its content is shared with the request.
    Body(&'a Body),
}

impl<'a> Payload<'a> {
    const ABSENT: Self = Self { content: None, content_type: None };

    const fn new(content: PayloadContent<'a>) -> Self {
        Self { content: Some(content), content_type: None }
    }

    /// As JSON.
    #[must_use]
    pub fn json(value: &'a dyn JsonValue) -> Self {
        Self::new(PayloadContent::Json(value))
    }

    /// As JSON, or nothing.
    pub fn json_option<T: JsonValue>(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Self::ABSENT, |value| Self::json(value))
    }

    /// As text.
    pub fn text<T: TextValue + ?Sized>(value: &'a T) -> Self {
        Self::new(PayloadContent::Bytes(value.text().as_bytes()))
    }

    /// As text, or no body.
    pub fn text_option<T: TextValue>(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Self::ABSENT, Self::text)
    }

    /// As bytes: shared if they are a [`Bytes`], otherwise copied.
    pub fn bytes<T: BytesValue + 'static>(value: &'a T) -> Self {
        Self::new(match (value as &dyn Any).downcast_ref() {
            Some(bytes) => PayloadContent::Shared(bytes),
            None => PayloadContent::Bytes(value.bytes()),
        })
    }

    /// As bytes, or no body.
    pub fn bytes_option<T: BytesValue + 'static>(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Self::ABSENT, Self::bytes)
    }

    /// Creates a payload from a body. Its content is shared.
    #[must_use]
    pub fn body(body: &'a Body) -> Self {
        Self::new(PayloadContent::Body(body))
    }

    /// What `payload` returns for the value, or no body.
    pub fn option<T>(value: &'a Option<T>, payload: fn(&'a T) -> Self) -> Self {
        value.as_ref().map_or(Self::ABSENT, payload)
    }

    /// What `payload` returns for the value, or no body. Null is sent as JSON.
    pub fn patch<T>(value: &'a Patch<T>, payload: fn(&'a T) -> Self) -> Self {
        match value {
            Patch::Absent => Self::ABSENT,
            Patch::Null => Self::json(&()),
            Patch::Value(value) => payload(value),
        }
    }

    /// Sets the content type.
    #[must_use]
    pub fn of_type(content_type: &'static str, body: Self) -> Self {
        Self { content_type: Some(content_type), ..body }
    }

    /// Returns the body, and its content type if the value has one. `None` if there is no body.
    pub(crate) fn into_content(self) -> Result<Option<(Body, Option<&'static str>)>, ValueError> {
        let Some(content) = self.content else { return Ok(None) };
        let body = match content {
            PayloadContent::Json(value) => {
                let mut json = Vec::with_capacity(128);
                value.write_json(&mut json)?;
                json.into()
            }
            PayloadContent::Bytes(bytes) => Bytes::copy_from_slice(bytes).into(),
            PayloadContent::Shared(bytes) => Bytes::clone(bytes).into(),
            PayloadContent::Body(body) => body.clone(),
        };
        Ok(Some((body, self.content_type)))
    }
}

impl fmt::Debug for Payload<'_> {
    /// Does not print the content, which may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payload").field("content_type", &self.content_type).finish_non_exhaustive()
    }
}
