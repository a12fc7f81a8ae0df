//! Reads the value of a reply: JSON, text, bytes, or nothing.

mod absent;

use serde::de::DeserializeOwned;
use serde_json::de::StrRead;

pub(crate) use self::absent::absent;
use crate::response::charset::Content;
use crate::response::decode_error::DecodeError;
use crate::response::raw::begins_with_nul;
use crate::response::reply::Reply;

/// A value that is read from JSON. Implemented for every type that implements serde's `Deserialize` and does not
/// borrow. It cannot be implemented by hand: implement `Deserialize` instead.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from JSON",
    label = "expected a type that decodes",
    note = "derive serde's `Deserialize` for it, and let it own its values"
)]
pub trait FromJson: DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> FromJson for T {}

/// A value that is read from a reply. Implemented for every type that decodes from JSON, and for [`Text`]. JSON is read
/// even if the content type names another format.
///
/// JSON is read as UTF-8, even if its content type names another `charset` (RFC 8259). That `charset` is used only if
/// the body is not valid UTF-8. An invalid sequence is an error if the type reads the string that contains it;
/// otherwise it is ignored. In a `RawValue`, and in a type that reads the bytes of a string, it is replaced by
/// `\u{fffd}\udc00`.
///
/// Implement it for a type that is read from another format:
///
/// ```
/// use callsheet::error::DecodeError;
/// use callsheet::response::FromReply;
/// use callsheet::{Endpoint, Reply, endpoint};
///
/// /// The rows of a table, without their columns.
/// pub struct Rows(Vec<String>);
///
/// impl FromReply for Rows {
///     const ACCEPT: &'static str = "text/csv";
///
///     fn from_reply(reply: &Reply) -> Result<Self, DecodeError> {
///         let text = std::str::from_utf8(reply.body()).map_err(|_| DecodeError::new("expected UTF-8"))?;
///         Ok(Self(text.lines().map(str::to_owned).collect()))
///     }
/// }
///
/// #[endpoint(method = "GET", path = "/table", response = Rows)]
/// struct GetTable;
///
/// let rows = GetTable::read_response(http::Response::new("a,b\nc,d\n".into()))?;
/// assert_eq!(rows.0, ["a,b", "c,d"]);
/// # Ok::<(), callsheet::AnyError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a reply",
    label = "expected a type that decodes from JSON",
    note = "derive serde's `Deserialize` for it, and let it own its values; or write `callsheet::Text` or `bytes::Bytes`",
    note = "a stream can only be the whole `response` of an endpoint"
)]
pub trait FromReply: Sized {
    /// The media types that it can be read from, as the value of `Accept` (RFC 9110 section 12.5.1). It is sent if
    /// neither the endpoint nor the call, the client or the [`Api`](crate::Api) sets that header field.
    ///
    /// `application/json` for types that are read from JSON; `*/*` (any) by default and for [`Text`].
    const ACCEPT: &'static str = "*/*";

    /// Named by expansions, so that a type without this trait is reported.
    #[doc(hidden)]
    const IS_ITEM: () = ();

    /// Reads it.
    ///
    /// # Errors
    ///
    /// If the body does not decode.
    fn from_reply(reply: &Reply) -> Result<Self, DecodeError>;

    /// Reads it. Returns `None` if the reply has no value.
    #[doc(hidden)]
    fn read_option(reply: &Reply) -> Result<Option<Self>, DecodeError> {
        if Self::is_absent(reply) { Ok(None) } else { Self::from_reply(reply).map(Some) }
    }

    /// Whether the reply has no value: it has no body or, for JSON, its body is `null`.
    #[doc(hidden)]
    fn is_absent(reply: &Reply) -> bool {
        reply.body().is_empty()
    }

    /// Returns the value for a reply without one: `None` for an `Option` or an alias of it; no value for any other
    /// type.
    #[doc(hidden)]
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromJson> FromReply for T {
    const ACCEPT: &'static str = "application/json";

    fn from_reply(reply: &Reply) -> Result<Self, DecodeError> {
        let content = Content::of(reply.raw());
        let text = content.json()?;
        match from_text(text) {
            Ok(value) => Ok(value),
            Err(error) => absent_if_blank(text).ok_or_else(|| DecodeError::of_body(&error, text, reply.raw())),
        }
    }

    fn is_absent(reply: &Reply) -> bool {
        has_no_json(reply)
    }

    fn absent() -> Option<Self> {
        absent()
    }
}

/// Keeps the reason why an optional detail or body of an error is `None`.
#[doc(hidden)]
pub trait KeepMisfit {
    /// Keeps this reason, unless there is one already.
    fn keep_misfit(&self, error: DecodeError);
}

/// A decoder of JSON text.
pub(crate) type Json<'a> = serde_json::Deserializer<StrRead<'a>>;

/// The destination of a decoded value, without its type. Only the decoding itself is compiled once per type.
pub(crate) trait Decode {
    fn decode(&mut self, json: &mut Json<'_>) -> Result<(), serde_json::Error>;

    /// Stores `None` if the type is an `Option` or an alias of it. Returns whether it is.
    fn put_absent(&mut self) -> bool;
}

/// The destination of a value of this type.
pub(crate) struct Slot<'a, T>(pub(crate) &'a mut Option<T>);

impl<T: DeserializeOwned> Decode for Slot<'_, T> {
    fn decode(&mut self, json: &mut Json<'_>) -> Result<(), serde_json::Error> {
        *self.0 = Some(T::deserialize(json)?);
        Ok(())
    }

    fn put_absent(&mut self) -> bool {
        *self.0 = absent();
        self.0.is_some()
    }
}

/// Decodes a text that contains exactly one value.
pub(crate) fn decode_text(text: &str, into: &mut dyn Decode) -> Result<(), serde_json::Error> {
    let mut json = Json::from_str(text);
    into.decode(&mut json)?;
    json.end()
}

/// Returns the value of a text that contains exactly one.
fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    let mut json = Json::from_str(text);
    let value = T::deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

/// Returns `None` if the text has no value and the type is an alias of `Option`.
#[cold]
fn absent_if_blank<T: DeserializeOwned>(text: &str) -> Option<T> {
    if is_blank(text) { absent() } else { None }
}

pub(crate) fn is_blank(json: &str) -> bool {
    trimmed(json).is_empty()
}

/// Removes the white space around JSON, as RFC 8259 section 2 defines it.
fn trimmed(json: &str) -> &str {
    json.trim_matches([' ', '\t', '\n', '\r'])
}

/// Whether a reply has no JSON value: no body, only white space, or `null`.
#[doc(hidden)]
#[must_use]
pub fn has_no_json(reply: &Reply) -> bool {
    let body = reply.raw().without_mark();
    // The first byte is enough to exclude most bodies without reading them.
    let may_be_null = body.first().is_none_or(|first| b" \t\r\nn\xfe\xff".contains(first));
    (may_be_null || begins_with_nul(body))
        && Content::of(reply.raw()).json().is_ok_and(|json| matches!(trimmed(json), "" | "null"))
}

/// The error of a decoder that returned no value.
#[cold]
pub(crate) fn nothing() -> DecodeError {
    DecodeError::new("nothing was decoded")
}

/// A response that is text: the body in the encoding of its content type, otherwise UTF-8, without a byte order mark.
///
/// A body that is not valid in that encoding is an error. See [`Reply::text`].
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

/// Reads a response that is `()`: the body is ignored.
#[doc(hidden)]
pub fn decode_nothing(_: &Reply) -> Result<(), DecodeError> {
    Ok(())
}

/// Reads an optional response that is not JSON: `None` if there is no body.
#[doc(hidden)]
pub fn decode_option<T>(reply: &Reply, some: fn(&Reply) -> Result<T, DecodeError>) -> Result<Option<T>, DecodeError> {
    if reply.body().is_empty() { Ok(None) } else { some(reply).map(Some) }
}
