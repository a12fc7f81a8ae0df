//! Ready modules for serde's `with`: instants, bytes and floats in the forms that HTTP APIs write them.
//!
//! | module | Rust | on the wire |
//! | --- | --- | --- |
//! | [`unix_seconds`] | `SystemTime` | `1700000000` |
//! | [`rfc3339`] | `SystemTime` | `"2023-11-14T22:13:20Z"` |
//! | [`http_date`] | `SystemTime` | `"Tue, 14 Nov 2023 22:13:20 GMT"` |
//! | [`non_finite`] | `f64`, `f32` | `0.5`, `"NaN"`, `"Infinity"`, `"-Infinity"` |
//! | [`base64`] | `Vec<u8>`, `bytes::Bytes` | `"aGk/"` |
//! | [`base64url`] | `Vec<u8>`, `bytes::Bytes` | `"aGk_"` |
//!
//! Each has a module `option` for the same as an `Option`, where `None` is null. serde takes a member with a `with` for
//! required; `#[serde(default)]` beside it lets it be missing. In arguments `None` is left out, as always.
//!
//! ```
//! use std::time::SystemTime;
//!
//! use callsheet::{Arguments, with};
//!
//! #[derive(Arguments)]
//! pub struct Schedule {
//!     #[serde(with = "with::rfc3339")]
//!     pub starts: SystemTime,
//!     #[serde(with = "with::unix_seconds::option")]
//!     pub ends: Option<SystemTime>,
//! }
//!
//! #[derive(serde::Deserialize)]
//! pub struct Scheduled {
//!     #[serde(with = "with::unix_seconds")]
//!     pub created: SystemTime,
//!     #[serde(default, with = "with::rfc3339::option")]
//!     pub ended: Option<SystemTime>,
//! }
//!
//! let schedule = Schedule::builder().starts(SystemTime::UNIX_EPOCH).build();
//! assert_eq!(serde_json::to_string(&schedule)?, r#"{"starts":"1970-01-01T00:00:00Z"}"#);
//! let scheduled: Scheduled = serde_json::from_str(r#"{"created":0}"#)?;
//! assert_eq!((scheduled.created, scheduled.ended), (SystemTime::UNIX_EPOCH, None));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! They read from formats that tell what they hold, such as JSON. An error tells what was expected, and quotes neither
//! text nor number.

mod calendar;
mod encoded;
pub mod http_date;
pub mod non_finite;
pub mod rfc3339;
pub mod unix_seconds;

pub use encoded::{base64, base64url};

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize as _, Deserializer, Error, MapAccess, Unexpected, Visitor};

/// The module `option` beside a pair of `serialize` and `deserialize`, whose reader is `$read`.
macro_rules! option_module {
    ([$($generics:tt)*] $ty:ty where [$($out:tt)*] [$($in:tt)*], $read:ty) => {
        /// The same for an `Option`: `None` is null.
        pub mod option {
            #[allow(clippy::wildcard_imports, reason = "whatever the module around it names its types by")]
            use super::*;

            /// Writes the value, or null.
            ///
            /// # Errors
            ///
            /// As the module around it.
            pub fn serialize<$($generics)* S>(value: &Option<$ty>, serializer: S) -> Result<S::Ok, S::Error>
            where
                S: Serializer,
                $($out)*
            {
                match value {
                    Some(value) => super::serialize(value, serializer),
                    None => serializer.serialize_none(),
                }
            }

            /// Reads the value, or null.
            ///
            /// # Errors
            ///
            /// As the module around it.
            pub fn deserialize<'de, $($generics)* D>(deserializer: D) -> Result<Option<$ty>, D::Error>
            where
                D: Deserializer<'de>,
                $($in)*
            {
                $crate::with::read::<$crate::with::OrNull<$read>, D>(deserializer)
            }
        }
    };
    ($ty:ty, $read:ty) => {
        option_module!([] $ty where [] [], $read);
    };
}
use option_module;

/// What a module makes of a scalar; `None` refuses it.
trait Read {
    type Value;

    /// What it takes, as it stands behind "expected".
    const EXPECTED: &'static str;
    /// Whether it takes numbers.
    const NUMBERS: bool = false;

    fn text(text: &str) -> Option<Self::Value>;

    fn integer(_: i64) -> Option<Self::Value> {
        None
    }

    fn float(_: f64) -> Option<Self::Value> {
        None
    }

    fn null() -> Option<Self::Value> {
        None
    }
}

/// What `R` reads, or null.
struct OrNull<R>(PhantomData<R>);

impl<R: Read> Read for OrNull<R> {
    type Value = Option<R::Value>;
    const EXPECTED: &'static str = R::EXPECTED;
    const NUMBERS: bool = R::NUMBERS;

    fn text(text: &str) -> Option<Self::Value> {
        R::text(text).map(Some)
    }

    fn integer(value: i64) -> Option<Self::Value> {
        R::integer(value).map(Some)
    }

    fn float(value: f64) -> Option<Self::Value> {
        R::float(value).map(Some)
    }

    fn null() -> Option<Self::Value> {
        Some(None)
    }
}

/// Reads one scalar.
///
/// Asked for any value, not for the one that is due: else the format refuses what is no such value, in words of its own
/// that quote it.
fn read<'de, R: Read, D: Deserializer<'de>>(deserializer: D) -> Result<R::Value, D::Error> {
    deserializer.deserialize_any(Scalar::<R>(PhantomData))
}

struct Scalar<R>(PhantomData<R>);

impl<R: Read> Scalar<R> {
    fn number<E: Error>(&self, value: Option<R::Value>) -> Result<R::Value, E> {
        let number = Unexpected::Other("number");
        value.ok_or_else(|| if R::NUMBERS { E::invalid_value(number, self) } else { E::invalid_type(number, self) })
    }
}

impl<'de, R: Read> Visitor<'de> for Scalar<R> {
    type Value = R::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(R::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<R::Value, E> {
        // Two dots stand for the text.
        R::text(text).ok_or_else(|| E::invalid_value(Unexpected::Str(".."), &self))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<R::Value, E> {
        self.number(R::integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<R::Value, E> {
        #[expect(clippy::cast_precision_loss, reason = "what a float makes of a large integer")]
        let value = i64::try_from(value).map_or_else(|_| R::float(value as f64), R::integer);
        self.number(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<R::Value, E> {
        self.number(R::float(value))
    }

    fn visit_none<E: Error>(self) -> Result<R::Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<R::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_unit<E: Error>(self) -> Result<R::Value, E> {
        R::null().ok_or_else(|| E::invalid_type(Unexpected::Unit, &self))
    }

    /// A number, where some crate of the build turned serde_json's `arbitrary_precision` on.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<R::Value, A::Error> {
        let number =
            if R::NUMBERS { serde_json::Number::deserialize(MapAccessDeserializer::new(map)).ok() } else { None };
        let number = number.ok_or_else(|| A::Error::invalid_type(Unexpected::Map, &self))?;
        match number.as_i64() {
            Some(value) => self.visit_i64(value),
            None => self.number(number.as_f64().and_then(R::float)),
        }
    }
}
