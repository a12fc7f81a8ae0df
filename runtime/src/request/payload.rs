//! Values that can be a whole body, with their content types.

use serde::Serialize;

use crate::request::value::Payload;
use crate::transport::Body;

/// A value that can be the whole body of a request, in `#[payload]`. Implemented for every type that implements
/// serde's `Serialize`, which is sent as JSON, for every `#[derive(Payload)]`, whose variants have their own content
/// types, and for [`Body`]. It cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a body",
    label = "this field is the body",
    note = "derive `callsheet::Arguments`, `callsheet::Payload` or serde's `Serialize` for it; or write `#[payload(text)]` or `#[payload(bytes)]`"
)]
pub trait PayloadValue {
    /// The content types that its bodies can have.
    #[doc(hidden)]
    const CONTENT_TYPES: &'static [&'static str];

    /// Returns the value as a payload.
    #[doc(hidden)]
    fn payload(&self) -> Payload<'_>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> PayloadValue for T {
    const CONTENT_TYPES: &'static [&'static str] = &[<T as PlainPayload>::CONTENT_TYPE];

    fn payload(&self) -> Payload<'_> {
        Payload::json(self)
    }
}

/// A value that can be the whole body, with a content type of the field or the variant. Implemented for every type
/// that implements serde's `Serialize`, which is sent as JSON, and for [`Body`]. It cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a body here",
    label = "this value is the body",
    note = "derive `callsheet::Arguments` or serde's `Serialize` for it; or write `#[payload(text)]` or `#[payload(bytes)]`",
    note = "a type with `#[derive(Payload)]` has the content types of its variants: write `#[payload]` without `content_type`"
)]
pub trait PlainPayload {
    /// The default content type.
    #[doc(hidden)]
    const CONTENT_TYPE: &'static str;

    /// Returns the value as a payload.
    #[doc(hidden)]
    fn plain(&self) -> Payload<'_>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> PlainPayload for T {
    const CONTENT_TYPE: &'static str = "application/json";

    fn plain(&self) -> Payload<'_> {
        Payload::json(self)
    }
}

#[diagnostic::do_not_recommend]
impl PlainPayload for Body {
    const CONTENT_TYPE: &'static str = "application/octet-stream";

    fn plain(&self) -> Payload<'_> {
        Payload::body(self)
    }
}

/// Sent unchanged, by default with the content type `application/octet-stream`.
#[diagnostic::do_not_recommend]
impl PayloadValue for Body {
    const CONTENT_TYPES: &'static [&'static str] = &[<Self as PlainPayload>::CONTENT_TYPE];

    fn payload(&self) -> Payload<'_> {
        Payload::body(self)
    }
}
