//! Reads and writes the enums of `#[derive(OpenEnum)]`.

mod union;

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::{SerializeMap as _, Serializer};

pub use self::union::{Tagging, Union, read_union};
use crate::request::arguments::{TakenNames, ToJson};
use crate::response::unknown;

/// Writes `{"tag": "name", ..}`, with the members of `value`.
///
/// # Errors
///
/// If the value is not an object.
pub fn write_tagged<S: Serializer>(
    serializer: S,
    tag: &'static str,
    name: &str,
    value: &impl ToJson,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry(tag, name)?;
    value.write_flat(&mut map, &mut TakenNames::of(&[(tag, true)]))?;
    map.end()
}

/// Writes `{"tag": "name", "content": value}`.
///
/// # Errors
///
/// If the value does not serialize.
pub fn write_adjacent<S: Serializer>(
    serializer: S,
    tag: &'static str,
    name: &str,
    content: &'static str,
    value: &impl ToJson,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry(tag, name)?;
    value.write_entry(&mut map, content)?;
    map.end()
}

/// Reads a string: returns the variant that `known` finds for it. Otherwise calls `other` and reports drift.
///
/// # Errors
///
/// If the value is not a string.
pub fn read_open<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    ty: &'static str,
    known: fn(&str) -> Option<T>,
    other: fn(String) -> T,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Open { ty, known, other })
}

struct Open<T> {
    ty: &'static str,
    known: fn(&str) -> Option<T>,
    other: fn(String) -> T,
}

impl<T> Visitor<'_> for Open<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok((self.known)(text).unwrap_or_else(|| {
            unknown::met(self.ty, text);
            (self.other)(text.to_owned())
        }))
    }
}
