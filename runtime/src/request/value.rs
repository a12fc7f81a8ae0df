//! Values on their way into a request.

mod path_list;
mod payload;
mod places;
mod refused;
mod serialized;

use std::any::Any;
use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::rc::Rc;
use std::sync::Arc;

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, Serializer};

pub use self::path_list::PathListValue;
pub use self::payload::{PayloadContent, PayloadValue};
pub use self::places::{
    BytesValue, HeaderFieldValue, HeaderMapValue, JsonValue, LookupValue, PathTailValue, PathValue, QueryElement,
    QueryMapValue, QueryValue, TextValue,
};
pub(crate) use self::refused::Refused;
pub(crate) use self::serialized::{Meant, Token, key_text};
use crate::request::patch::Patch;
use crate::transport::Body;

/// What a path segment and a query component keep as it is: the unreserved characters of RFC 3986 section 2.3.
///
/// Everything else is percent-encoded. RFC 3986 would allow some of it to stand, but not all servers and proxies agree
/// on which.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a form keeps as it is, beside the space, which becomes `+`: WHATWG URL, "application/x-www-form-urlencoded
/// percent-encode set".
const RESERVED_IN_FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'*').remove(b' ');

/// How text is written in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// As it is.
    Plain,
    /// Percent-encoded, in a URL.
    Url,
    /// As `application/x-www-form-urlencoded`, in a form.
    Form,
}

impl Encoding {
    fn write(self, text: &str, out: &mut String) {
        match self {
            Self::Plain => out.push_str(text),
            Self::Url => out.extend(utf8_percent_encode(text, RESERVED)),
            Self::Form => utf8_percent_encode(text, RESERVED_IN_FORM).for_each(|piece| {
                if piece.contains(' ') { out.push_str(&piece.replace(' ', "+")) } else { out.push_str(piece) }
            }),
        }
    }

    /// The text in this encoding; most stays as it is.
    pub(crate) fn encoded(self, text: &str) -> Cow<'_, str> {
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + 8);
        self.write(text, &mut out);
        Cow::Owned(out)
    }
}

/// Why a value cannot be sent.
///
/// It never holds the value itself, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError(Cow<'static, str>);

impl ValueError {
    /// An error with a reason in words, such as `"an id has 8 digits"`.
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ValueError {}

/// For `write!` into a [`TextWriter`].
impl From<fmt::Error> for ValueError {
    fn from(_: fmt::Error) -> Self {
        Self::new("its text form could not be written")
    }
}

/// A text as it stands in a URL; most stay as they are.
pub(crate) fn encoded(text: &str) -> Cow<'_, str> {
    Encoding::Url.encoded(text)
}

/// A place in a request that takes text, and encodes it as the place asks: in a URL and in a form.
#[derive(Debug)]
pub struct TextWriter<'a> {
    out: &'a mut String,
    encoding: Encoding,
}

impl<'a> TextWriter<'a> {
    pub(crate) fn new(out: &'a mut String, encoding: Encoding) -> Self {
        Self { out, encoding }
    }

    /// A place in a URL.
    pub(crate) fn url(out: &'a mut String) -> Self {
        Self::new(out, Encoding::Url)
    }

    /// A place that takes text as it is.
    pub(crate) fn plain(out: &'a mut String) -> Self {
        Self::new(out, Encoding::Plain)
    }
}

impl fmt::Write for TextWriter<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.encoding.write(text, self.out);
        Ok(())
    }
}

/// A value that is one piece of text: it may stand in a path, in a query and in a header.
///
/// Strings, integers, finite floats, booleans and characters have it, and so may a type of your own, by
/// `#[derive(Scalar)]` for newtypes and enums, or by hand:
///
/// ```
/// use std::fmt::Write as _;
/// use callsheet::{Scalar, value::{TextWriter, ValueError}};
///
/// struct OrganizationId(u64);
///
/// impl Scalar for OrganizationId {
///     fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
///         Ok(write!(to, "org_{}", self.0)?)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a single piece of text",
    label = "expected a string, a number or a boolean",
    note = "derive `callsheet::Scalar` for a newtype or an enum, or implement it"
)]
pub trait Scalar {
    /// Writes the text, which is percent-encoded where it stands in a URL.
    ///
    /// # Errors
    ///
    /// Where the value has no text form; the call is then refused before anything is sent.
    fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError>;
}

/// What a function for serde's `with` writes, as a value of any place: in a body as JSON, elsewhere as the text of the
/// string, the number or the boolean that it is.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Serialized<T>(pub T);

impl<T: Serialize> Serialize for Serialized<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Scalar for Serialized<T> {
    fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        self::serialized::write_text(&self.0, to)
    }
}

/// Scalars whose `Display` is their form on the wire.
macro_rules! scalar_by_display {
    ($($ty:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Scalar for $ty {
            fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
                Ok(write!(to, "{self}")?)
            }
        }
    )*};
}

scalar_by_display!(bool char i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! scalar_float {
    ($($ty:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Scalar for $ty {
            fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
                if self.is_finite() {
                    Ok(write!(to, "{self}")?)
                } else {
                    Err(ValueError::new("a number that is not finite cannot be sent"))
                }
            }
        }
    )*};
}

scalar_float!(f32 f64);

#[diagnostic::do_not_recommend]
impl Scalar for str {
    fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        Ok(to.write_str(self)?)
    }
}

#[diagnostic::do_not_recommend]
impl Scalar for String {
    fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        self.as_str().write_scalar(to)
    }
}

macro_rules! scalar_by_deref {
    ($([$($generics:tt)*] $ty:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Scalar for $ty {
            fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
                (**self).write_scalar(to)
            }
        }
    )*};
}

scalar_by_deref! {
    [T: Scalar + ?Sized] &T;
    [T: Scalar + ?Sized] Box<T>;
    [T: Scalar + ?Sized] Rc<T>;
    [T: Scalar + ?Sized] Arc<T>;
    [T: Scalar + ToOwned + ?Sized] Cow<'_, T>;
}

/// One value of an endpoint on its way into a request, in the order of [`Spec::fields`](crate::spec::Spec::fields).
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Into the host.
    Host(&'a dyn Scalar),
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
