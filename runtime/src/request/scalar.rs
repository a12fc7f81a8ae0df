//! Values with a text form.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
    NonZeroU64, NonZeroU128, NonZeroUsize,
};
use std::rc::Rc;
use std::sync::Arc;

use crate::etag::ETag;
use crate::request::refused::ValueError;
use crate::request::text::TextWriter;
#[cfg(any(feature = "jiff", feature = "time", feature = "chrono"))]
use crate::with::{CalendarDate, Instant, date, rfc3339};

/// A value with a text form. It can be in a path, in a query and in a header field.
///
/// Implemented for strings, integers, finite floats, booleans, characters, the addresses of [`std::net`] and the
/// `NonZero` types. With the features `jiff`, `time` and `chrono`, also for their instants and dates, in the form of
/// RFC 3339. `#[derive(Scalar)]` implements it for newtypes and enums. For a type of another crate, write [`with =
/// callsheet::with::display`](crate::with::display) on the field instead. You can also implement it by hand:
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
    note = "derive `callsheet::Scalar` for a newtype or an enum of your own; for a newtype around a type of another crate, implement it with `write!`"
)]
pub trait Scalar {
    /// Writes the text. In a URL it is percent-encoded.
    ///
    /// # Errors
    ///
    /// If the value cannot be written as text. The call is then refused before anything is sent.
    fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError>;
}

/// Implements `Scalar` for types whose `Display` output is sent.
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

scalar_by_display! {
    bool char i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize
    NonZeroI8 NonZeroI16 NonZeroI32 NonZeroI64 NonZeroI128 NonZeroIsize
    NonZeroU8 NonZeroU16 NonZeroU32 NonZeroU64 NonZeroU128 NonZeroUsize
    IpAddr Ipv4Addr Ipv6Addr SocketAddr SocketAddrV4 SocketAddrV6
    ETag
}

/// Implements `Scalar` for instants and dates of other crates, in the form of RFC 3339.
#[cfg(any(feature = "jiff", feature = "time", feature = "chrono"))]
macro_rules! scalar_date {
    ($($trait:ident::$method:ident or $too_far:expr => $($ty:ty),*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl Scalar for $ty {
            fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
                match $trait::$method(self) {
                    Some(text) => Ok(to.write_str(&text)?),
                    None => Err(ValueError::new($too_far)),
                }
            }
        }
    )*)*};
}

#[cfg(feature = "jiff")]
scalar_date! { Instant::to_rfc3339 or rfc3339::TOO_FAR => ::jiff::Timestamp; CalendarDate::to_iso8601 or date::TOO_FAR => ::jiff::civil::Date; }
#[cfg(feature = "time")]
scalar_date! { Instant::to_rfc3339 or rfc3339::TOO_FAR => ::time::OffsetDateTime, ::time::UtcDateTime; CalendarDate::to_iso8601 or date::TOO_FAR => ::time::Date; }
#[cfg(feature = "chrono")]
scalar_date! {
    Instant::to_rfc3339 or rfc3339::TOO_FAR => ::chrono::DateTime<::chrono::Utc>, ::chrono::DateTime<::chrono::FixedOffset>;
    CalendarDate::to_iso8601 or date::TOO_FAR => ::chrono::NaiveDate;
}

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
