//! Reading a value out of a reply: JSON, text, bytes, nothing.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::charset::Content;
use crate::error::DecodeError;
use crate::reply::Reply;

/// A value that is read from JSON: whatever implements serde's `Deserialize` and borrows nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from JSON",
    label = "expected a type that decodes",
    note = "derive serde's `Deserialize` for it, and let it own what it holds"
)]
pub trait FromJson: DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromJson for T {}

/// A value that is read from a reply: from a JSON body, whatever its content type says, or as [`Text`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a reply",
    label = "expected a type that decodes from JSON",
    note = "derive serde's `Deserialize` for it, and let it own what it holds; or write `callsheet::Text` or `bytes::Bytes`"
)]
pub trait FromReply: Sized {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// Where the body does not decode.
    fn from_reply(reply: &Reply) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: FromJson> FromReply for T {
    fn from_reply(reply: &Reply) -> Result<Self, DecodeError> {
        let content = Content::of(reply);
        serde_json::from_str(content.json()?).map_err(|error| content.refused(&error))
    }
}

/// A response that is text: the body in the encoding that its content type names, else UTF-8, without a byte order mark.
///
/// What is not in that encoding is an error. See [`Reply::text`].
///
/// ```
/// use callsheet::{Endpoint, Text, endpoint};
///
/// #[endpoint(method = "GET", path = "/version", response = Text)]
/// struct GetVersion;
///
/// let version = GetVersion::read_response(http::Response::new("1.2.3".into()))?;
/// assert_eq!(version.0, "1.2.3");
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Text(
    /// The text.
    pub String,
);

#[diagnostic::do_not_recommend]
impl FromReply for Text {
    fn from_reply(reply: &Reply) -> Result<Self, DecodeError> {
        reply.text().map(|text| Self(text.into_owned()))
    }
}

/// The reader of a response that is nothing: the body is not read as anything.
#[doc(hidden)]
pub fn decode_nothing(_: &Reply) -> Result<(), DecodeError> {
    Ok(())
}

/// The reader of a response that is the bytes of the body.
#[doc(hidden)]
pub fn decode_bytes(reply: &Reply) -> Result<Bytes, DecodeError> {
    Ok(reply.body().clone())
}

/// The reader of a response that is nothing where there is no body.
#[doc(hidden)]
pub fn decode_option<T>(reply: &Reply, some: fn(&Reply) -> Result<T, DecodeError>) -> Result<Option<T>, DecodeError> {
    if reply.body().is_empty() { Ok(None) } else { some(reply).map(Some) }
}
