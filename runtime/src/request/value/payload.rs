//! Values that are a whole body, with the content types that they can have.

use bytes::Bytes;
use serde::Serialize;

use super::{JsonValue, Value, ValueError};
use crate::request::patch::Patch;
use crate::transport::Body;

/// A value that can be the whole body of a request, in `#[payload]`: whatever implements serde's `Serialize`, as JSON; every
/// `#[derive(Payload)]`, whose variants have content types of their own; and [`Body`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a body",
    label = "this field is the body",
    note = "derive `callsheet::Arguments`, `callsheet::Payload` or serde's `Serialize` for it; or write `#[payload(text)]` or `#[payload(bytes)]`"
)]
pub trait PayloadValue {
    /// The content types of the bodies that it can be.
    const CONTENT_TYPES: &'static [&'static str];

    /// The value on its way into a request.
    fn payload(&self) -> Value<'_>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> PayloadValue for T {
    const CONTENT_TYPES: &'static [&'static str] = &["application/json"];

    fn payload(&self) -> Value<'_> {
        Value::Json(self)
    }
}

/// Sent as it is, by default with the content type `application/octet-stream`.
#[diagnostic::do_not_recommend]
impl PayloadValue for Body {
    const CONTENT_TYPES: &'static [&'static str] = &["application/octet-stream"];

    fn payload(&self) -> Value<'_> {
        Value::Body(self)
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
