//! Values on their way into a request.

use std::any::Any;
use std::fmt;

use bytes::Bytes;

use crate::request::patch::Patch;
use crate::request::places::{
    BytesValue, HeaderFieldValue, HeaderMapValue, HostValue, JsonValue, PathListValue, PathTailValue, PathValue,
    QueryMapValue, QueryValue, TextValue,
};
use crate::request::refused::ValueError;
use crate::transport::Body;

/// One value of an endpoint on its way into a request, in the order of [`Spec::fields`](crate::spec::Spec::fields).
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Into the host.
    Host(&'a dyn HostValue),
    /// Into the path.
    Path(&'a dyn PathValue),
    /// Into one segment of the path, as a list.
    PathList(&'a dyn PathListValue),
    /// Into the end of the path.
    PathTail(&'a dyn PathTailValue),
    /// Into the query, or into the form that is the body.
    Query(&'a dyn QueryValue),
    /// Into the query, each entry under its key.
    QueryMap(&'a dyn QueryMapValue),
    /// Into the headers.
    Header(&'a dyn HeaderFieldValue),
    /// Into the headers, each entry under its key.
    HeaderMap(&'a dyn HeaderMapValue),
    /// Into the JSON body, or as the whole of it.
    Json(&'a dyn JsonValue),
    /// As the whole body.
    Bytes(&'a [u8]),
    /// As the whole body, which the request shares and does not copy.
    Shared(&'a Bytes),
    /// As the whole body, whose content the request shares.
    Body(&'a Body),
    /// As the whole body, with this content type.
    Typed(&'static str, PayloadContent<'a>),
    /// Not sent in this call.
    Absent,
}

impl<'a> Value<'a> {
    /// A member of the body that is left out when `None`.
    pub fn json_option<T: JsonValue>(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Self::Absent, |value| Self::Json(value))
    }

    /// A member of the body that is left out when [`Patch::Absent`].
    pub fn json_patch<T: JsonValue>(value: &'a Patch<T>) -> Self {
        match value {
            Patch::Absent => Self::Absent,
            Patch::Null => Self::Json(&()),
            Patch::Value(value) => Self::Json(value),
        }
    }

    /// The whole body, as text.
    pub fn text<T: TextValue + ?Sized>(value: &'a T) -> Self {
        Self::Bytes(value.text().as_bytes())
    }

    /// The whole body, as text, or none.
    pub fn text_option<T: TextValue>(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Self::Absent, Self::text)
    }

    /// The whole body, as bytes: shared if they are a [`Bytes`], else copied.
    pub fn bytes<T: BytesValue + 'static>(value: &'a T) -> Self {
        match (value as &dyn Any).downcast_ref() {
            Some(bytes) => Self::Shared(bytes),
            None => Self::Bytes(value.bytes()),
        }
    }

    /// The whole body, as bytes, or none.
    pub fn bytes_option<T: BytesValue + 'static>(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Self::Absent, Self::bytes)
    }

    /// A member of the body whose value stands in the path too: left out where the path says all of it.
    pub fn json_beside_path<T: PathValue + JsonValue>(value: &'a T) -> Self {
        if value.is_whole_in_path() { Self::Absent } else { Self::Json(value) }
    }

    /// A query parameter whose value stands in the path too: left out where the path says all of it.
    pub fn query_beside_path<T: PathValue + QueryValue>(value: &'a T) -> Self {
        if value.is_whole_in_path() { Self::Absent } else { Self::Query(value) }
    }
}

/// A whole body of one of several content types.
#[derive(Clone, Copy)]
pub enum PayloadContent<'a> {
    /// As JSON.
    Json(&'a dyn JsonValue),
    /// As these bytes.
    Bytes(&'a [u8]),
    /// As these bytes, which are shared.
    Shared(&'a Bytes),
    /// As this body, whose content is shared.
    Body(&'a Body),
}

impl<'a> Value<'a> {
    /// The whole body, or none.
    pub fn payload_option<T>(value: &'a Option<T>, payload: fn(&'a T) -> Self) -> Self {
        value.as_ref().map_or(Self::Absent, payload)
    }

    /// The whole body, which can be null, or none.
    pub fn payload_patch<T>(value: &'a Patch<T>, payload: fn(&'a T) -> Self) -> Self {
        match value {
            Patch::Absent => Self::Absent,
            Patch::Null => Self::Json(&()),
            Patch::Value(value) => payload(value),
        }
    }

    /// The whole body, with this content type.
    #[must_use]
    pub fn of_type(content_type: &'static str, body: Self) -> Self {
        let body = match body {
            Self::Json(value) => PayloadContent::Json(value),
            Self::Bytes(bytes) => PayloadContent::Bytes(bytes),
            Self::Shared(bytes) => PayloadContent::Shared(bytes),
            Self::Body(body) => PayloadContent::Body(body),
            other => return other,
        };
        Self::Typed(content_type, body)
    }

    /// The content of a body, and its content type if the value says it; `None` if there is no body.
    pub(crate) fn into_content(self) -> Result<Option<(Body, Option<&'static str>)>, ValueError> {
        let (body, content_type) = match self {
            Self::Typed(content_type, body) => (body, Some(content_type)),
            Self::Json(value) => (PayloadContent::Json(value), None),
            Self::Bytes(bytes) => (PayloadContent::Bytes(bytes), None),
            Self::Shared(bytes) => (PayloadContent::Shared(bytes), None),
            Self::Body(body) => (PayloadContent::Body(body), None),
            _ => return Ok(None),
        };
        let content = match body {
            PayloadContent::Json(value) => {
                let mut json = Vec::with_capacity(128);
                value.write_json(&mut json)?;
                json.into()
            }
            PayloadContent::Bytes(bytes) => Bytes::copy_from_slice(bytes).into(),
            PayloadContent::Shared(bytes) => Bytes::clone(bytes).into(),
            PayloadContent::Body(body) => body.clone(),
        };
        Ok(Some((content, content_type)))
    }
}

impl fmt::Debug for Value<'_> {
    /// The place only: a value may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Host(_) => "Host(..)",
            Self::Path(_) => "Path(..)",
            Self::PathList(_) => "PathList(..)",
            Self::PathTail(_) => "PathTail(..)",
            Self::Bytes(_) => "Bytes(..)",
            Self::Shared(_) => "Shared(..)",
            Self::Body(_) => "Body(..)",
            Self::Query(_) => "Query(..)",
            Self::QueryMap(_) => "QueryMap(..)",
            Self::Header(_) => "Header(..)",
            Self::HeaderMap(_) => "HeaderMap(..)",
            Self::Json(_) => "Json(..)",
            Self::Typed(..) => "Typed(..)",
            Self::Absent => "Absent",
        })
    }
}
