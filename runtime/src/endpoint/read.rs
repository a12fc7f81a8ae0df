//! [`FromResponse`]: what the `response` of an endpoint may be, and how it is read.

use std::fmt;

use crate::response::decode_error::DecodeError;
use crate::response::json::FromReply;
use crate::response::reply::Reply;

/// A type that can be the `response` of an endpoint. Every type that implements [`FromReply`] does, in particular every type
/// that decodes from JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a reply",
    label = "expected a type that decodes from JSON",
    note = "derive serde's `Deserialize` for it, and let it own what it holds; or write `callsheet::Text` or `bytes::Bytes`"
)]
pub trait FromResponse: Sized {
    /// The media types that it is read from, as the value of `Accept`: see [`FromReply::ACCEPT`].
    const ACCEPT: &'static str = "*/*";

    /// How a success is read.
    const READ: Read<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromReply> FromResponse for T {
    const ACCEPT: &'static str = T::ACCEPT;
    const READ: Read<Self> = Read::complete(T::from_reply);
}

/// How the response of an endpoint is read.
pub struct Read<T>(fn(&Reply) -> Result<T, DecodeError>);

impl<T> Read<T> {
    /// From the reply, after its body has arrived completely.
    #[must_use]
    pub const fn complete(decode: fn(&Reply) -> Result<T, DecodeError>) -> Self {
        Self(decode)
    }

    /// The value of a success.
    pub(crate) fn value(&self, reply: &Reply) -> Result<T, DecodeError> {
        (self.0)(reply)
    }
}

impl<T> fmt::Debug for Read<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Read::complete(..)")
    }
}
