//! Reading the enums of `#[derive(OpenEnum)]`.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};

use crate::drift;

/// Reads a text: as the variant that `known` gives for it, else as the one that `other` makes of it, which is drift.
///
/// # Errors
///
/// For anything but a text.
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
            drift::unknown_value(self.ty, text);
            (self.other)(text.to_owned())
        }))
    }
}
