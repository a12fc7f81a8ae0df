//! Values that are a whole body, with the content types that they can have.

use serde::Serialize;

use crate::request::value::Payload;
use crate::transport::Body;

/// A value that can be the whole body of a request, in `#[payload]`: whatever implements serde's `Serialize`, as JSON; every
/// `#[derive(Payload)]`, whose variants have content types of their own; and [`Body`]. It cannot
/// be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a body",
    label = "this field is the body",
    note = "derive `callsheet::Arguments`, `callsheet::Payload` or serde's `Serialize` for it; or write `#[payload(text)]` or `#[payload(bytes)]`"
)]
pub trait PayloadValue {
    /// The content types of the bodies that it can be.
    #[doc(hidden)]
    const CONTENT_TYPES: &'static [&'static str];

    /// The value on its way into a request.
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

/// A value that can be the whole body with a content type of the field or the variant: whatever implements serde's `Serialize`,
/// as JSON, and [`Body`]. It cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a body here",
    label = "this value is the body",
    note = "derive `callsheet::Arguments` or serde's `Serialize` for it; or write `#[payload(text)]` or `#[payload(bytes)]`",
    note = "a type with `#[derive(Payload)]` has the content types of its variants: write `#[payload]` without `content_type`"
)]
pub trait PlainPayload {
    /// The content type by default.
    #[doc(hidden)]
    const CONTENT_TYPE: &'static str;

    /// The value on its way into a request.
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

/// Sent as it is, by default with the content type `application/octet-stream`.
#[diagnostic::do_not_recommend]
impl PayloadValue for Body {
    const CONTENT_TYPES: &'static [&'static str] = &[<Self as PlainPayload>::CONTENT_TYPE];

    fn payload(&self) -> Payload<'_> {
        Payload::body(self)
    }
}
