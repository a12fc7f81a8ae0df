//! Reads what `#[derive(Lookup)]` writes.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

/// The trait that `#[derive(Lookup)]` implements if the values of all keys can be read.
pub trait LookupKeys: Sized {
    /// The names of the keys, for messages.
    const NAMES: &'static [&'static str];

    /// Returns the row of the key with this name.
    fn row(name: &str) -> Option<usize>;

    /// Reads the value of the key in this row.
    ///
    /// # Errors
    ///
    /// If the value does not decode.
    fn read<'de, A: MapAccess<'de>>(row: usize, map: &mut A) -> Result<Self, A::Error>;
}

/// Reads an object with one of the keys.
///
/// # Errors
///
/// If the object has an unknown key, no key or several keys, or if the value of the key does not decode.
pub fn read_lookup<'de, L: LookupKeys, D: Deserializer<'de>>(deserializer: D) -> Result<L, D::Error> {
    deserializer.deserialize_map(OneKey(PhantomData))
}

struct OneKey<L>(PhantomData<L>);

impl<'de, L: LookupKeys> Visitor<'de> for OneKey<L> {
    type Value = L;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with one key")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<L, A::Error> {
        let mut found = None;
        while let Some(name) = map.next_key::<String>()? {
            let row = L::row(&name).ok_or_else(|| A::Error::unknown_field(&name, L::NAMES))?;
            if found.is_some() {
                return Err(A::Error::invalid_length(2, &self));
            }
            found = Some(L::read(row, &mut map)?);
        }
        found.ok_or_else(|| A::Error::invalid_length(0, &self))
    }
}
