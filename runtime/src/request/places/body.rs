//! Values in the body.

use serde::Serialize;

use crate::request::refused::ValueError;
use crate::request::seal::{BytesSeal, JsonSeal, TextSeal};
use crate::request::serialize::json;

/// A value that can be in a JSON body. Implemented for every type that implements serde's `Serialize`, which includes
/// types that derive [`Arguments`](crate::Arguments) or [`Lookup`](crate::Lookup). It cannot be implemented by hand:
/// implement `Serialize` instead.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent in a JSON body",
    label = "this field is sent in the JSON body",
    note = "derive `callsheet::Arguments` or serde's `Serialize` for it; for a whole body, such as a `callsheet::Body`, write `#[payload]` on the field"
)]
pub trait JsonValue: JsonSeal {
    /// Appends the value as JSON text.
    ///
    /// # Errors
    ///
    /// If its `Serialize` fails, or if it contains a float that is not finite, which JSON cannot represent.
    fn write_json(&self, to: &mut Vec<u8>) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> JsonValue for T {
    fn write_json(&self, to: &mut Vec<u8>) -> Result<(), ValueError> {
        json::append(self, to).map_err(ValueError::from)
    }
}

/// A value that can be a whole body of text. Implemented for every `AsRef<str>`. It cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not text",
    label = "this field is the body, as text",
    note = "write `String`"
)]
pub trait TextValue: TextSeal {
    /// Returns the text.
    fn text(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<str> + ?Sized> TextValue for T {
    fn text(&self) -> &str {
        self.as_ref()
    }
}

/// A value that can be a whole body of bytes. Implemented for every `AsRef<[u8]>`. It cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not bytes",
    label = "this field is the body, as bytes",
    note = "write `bytes::Bytes` or `Vec<u8>`"
)]
pub trait BytesValue: BytesSeal {
    /// Returns the bytes.
    fn bytes(&self) -> &[u8];
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<[u8]> + ?Sized> BytesValue for T {
    fn bytes(&self) -> &[u8] {
        self.as_ref()
    }
}
