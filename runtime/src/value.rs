//! Values on their way into a request: which types may travel where, and how each is written.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::rc::Rc;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::patch::Patch;
use crate::query::QueryWriter;

/// What a path segment and a query component keep as it is: the unreserved characters of RFC 3986 section 2.3.
///
/// Everything else is percent-encoded. RFC 3986 would allow some of it to stand, but not all servers and proxies agree
/// on which.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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

/// A place in a request that takes text, and percent-encodes it where it stands in a URL.
#[derive(Debug)]
pub struct TextWriter<'a> {
    out: &'a mut String,
}

impl<'a> TextWriter<'a> {
    pub(crate) fn new(out: &'a mut String) -> Self {
        Self { out }
    }
}

impl fmt::Write for TextWriter<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.extend(utf8_percent_encode(text, RESERVED));
        Ok(())
    }
}

/// A value that is one piece of text: it may stand in a path and in a query.
///
/// Strings, integers, finite floats, booleans and characters have it, and so may a type of your own:
///
/// ```
/// use std::fmt::Write as _;
/// use callsheet::{Scalar, TextWriter, ValueError};
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
    note = "implement `callsheet::Scalar` for a type of your own"
)]
pub trait Scalar {
    /// Writes the text, which is percent-encoded where it stands in a URL.
    ///
    /// # Errors
    ///
    /// Where the value has no text form; the call is then refused before anything is sent.
    fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError>;
}

/// Scalars whose `Display` is their form on the wire.
macro_rules! scalar_by_display {
    ($($ty:ty)*) => {$(
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

impl Scalar for str {
    fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        Ok(to.write_str(self)?)
    }
}

impl Scalar for String {
    fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        self.as_str().write_scalar(to)
    }
}

macro_rules! scalar_by_deref {
    ($([$($generics:tt)*] $ty:ty;)*) => {$(
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

/// A value that may stand in a path: every [`Scalar`], and every `#[derive(Lookup)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no place in a path",
    label = "this field stands in the path",
    note = "a path takes a string, a number, a boolean, a type that derives `Lookup` or one that implements `callsheet::Scalar`"
)]
pub trait PathValue {
    /// Writes the value as one segment, which is percent-encoded.
    ///
    /// # Errors
    ///
    /// Where the value has no text form.
    fn write_path(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError>;

    /// Whether the path says all of it, so that the same value is left out of the body: so a lookup by id, where the
    /// body would only repeat the id.
    fn is_whole_in_path(&self) -> bool {
        false
    }

    /// Whether the path holds a placeholder alone, so that the same value must travel in the body or the query too: so a
    /// lookup by another key than its first.
    fn is_placeholder_in_path(&self) -> bool {
        false
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + ?Sized> PathValue for T {
    fn write_path(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        self.write_scalar(to)
    }
}

/// A value that may stand in a query: every [`Scalar`], an `Option` or a list of them, and what derives
/// [`Arguments`](crate::Arguments) or [`Lookup`](crate::Lookup).
///
/// A list repeats its name (`ids=a&ids=b`), an object puts its members in brackets (`organization[identifier]=acme`),
/// `None` is left out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no place in a query",
    label = "this field stands in the query",
    note = "a query takes a string, a number, a boolean, an `Option` or a list of these, a type that derives `Arguments` or `Lookup`, or one that implements `callsheet::Scalar`"
)]
pub trait QueryValue {
    /// Writes the parameters that make up the value.
    ///
    /// # Errors
    ///
    /// Where the value has no form in a query.
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + ?Sized> QueryValue for T {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        to.parameter(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: QueryValue> QueryValue for Option<T> {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        self.as_ref().map_or(Ok(()), |value| value.write_query(to))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> QueryValue for [T] {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        self.iter().try_for_each(|element| to.parameter(element))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> QueryValue for Vec<T> {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        self.as_slice().write_query(to)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const N: usize> QueryValue for [T; N] {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        self.as_slice().write_query(to)
    }
}

/// A value that may stand in a JSON body: whatever implements serde's `Serialize`, as every type does that derives
/// [`Arguments`](crate::Arguments) or [`Lookup`](crate::Lookup).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent in a JSON body",
    label = "this field stands in the JSON body",
    note = "derive `callsheet::Arguments` or serde's `Serialize` for it"
)]
pub trait JsonValue {
    /// Appends the value as JSON text.
    ///
    /// # Errors
    ///
    /// Where its `Serialize` fails, or holds a float that is not finite: JSON has no form for it.
    fn write_json(&self, to: &mut Vec<u8>) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> JsonValue for T {
    fn write_json(&self, to: &mut Vec<u8>) -> Result<(), ValueError> {
        let start = to.len();
        serde_json::to_writer(&mut *to, self).map_err(|error| ValueError::new(error.to_string()))?;
        // serde_json writes `null` for NaN and the infinities; only where a null stands can one hide.
        if crate::finite::may_hide(&to[start..]) { crate::finite::check(self) } else { Ok(()) }
    }
}

/// One value of an endpoint on its way into a request, in the order of [`Spec::fields`](crate::spec::Spec::fields).
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Into the path.
    Path(&'a dyn PathValue),
    /// Into the query.
    Query(&'a dyn QueryValue),
    /// Into the JSON body.
    Json(&'a dyn JsonValue),
    /// Not sent in this call.
    Absent,
}

impl<'a> Value<'a> {
    /// A member of the body that is left out when `None`.
    pub fn json_option<T: Serialize>(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Self::Absent, |value| Self::Json(value))
    }

    /// A member of the body that is left out when [`Patch::Absent`].
    pub fn json_patch<T: Serialize>(value: &'a Patch<T>) -> Self {
        if value.is_absent() { Self::Absent } else { Self::Json(value) }
    }

    /// A member of the body whose value stands in the path too: left out where the path says all of it.
    pub fn json_beside_path<T: PathValue + Serialize>(value: &'a T) -> Self {
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
            Self::Path(_) => "Path(..)",
            Self::Query(_) => "Query(..)",
            Self::Json(_) => "Json(..)",
            Self::Absent => "Absent",
        })
    }
}
