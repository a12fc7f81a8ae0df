//! Unions: enums whose variants hold values. One variant holds the JSON of variants that the API adds later.

mod of_map;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Unexpected, Visitor};
use serde_json::{Map, Value};

use self::of_map::OfMap;
use crate::response::decode_error;
use crate::response::unknown;

/// How JSON names the variant of a union.
#[derive(Debug, Clone, Copy)]
pub enum Tagging {
    /// `{"text": ..}`: the name of the only member.
    External,
    /// `{"type": "text", ..}`: a member of the object. Its other members are the value.
    Internal(&'static str),
    /// `{"type": "text", "value": ..}`: a member of the object. Another member is the value.
    Adjacent(&'static str, &'static str),
}

/// What `#[derive(OpenEnum)]` implements for a union.
pub trait Union: Sized {
    /// The enum's name, for drift.
    const NAME: &'static str;
    /// How JSON names the variant.
    const TAGGING: Tagging;

    /// Returns the row of the variant with this name.
    fn row(name: &str) -> Option<usize>;

    /// Returns the variant of this row, if it holds no value.
    fn unit(row: usize) -> Option<Self>;

    /// Returns the variant of this row with `None`, if it holds an `Option`.
    #[must_use]
    fn absent(_: usize) -> Option<Self> {
        None
    }

    /// Reads the variant of this row. Returns `None` for null.
    ///
    /// # Errors
    ///
    /// If the value does not decode.
    fn read<'de, D: Deserializer<'de>>(row: usize, deserializer: D) -> Result<Option<Self>, D::Error>;

    /// Creates the variant for unknown JSON.
    ///
    /// # Errors
    ///
    /// If the value does not decode.
    fn other(json: Value) -> Result<Self, serde_json::Error>;
}

/// Reads a union.
///
/// # Errors
///
/// If the JSON does not have the shape of the union, or the value of a known variant does not decode.
pub fn read_union<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    match U::TAGGING {
        Tagging::External => deserializer.deserialize_any(External(PhantomData)),
        Tagging::Internal(tag) => deserializer.deserialize_map(Internal(tag, PhantomData)),
        Tagging::Adjacent(tag, content) => deserializer.deserialize_map(Adjacent { tag, content, union: PhantomData }),
    }
}

/// Creates the variant for unknown JSON, and reports drift.
fn other<U: Union, E: Error>(name: &str, json: Value) -> Result<U, E> {
    unknown::met(U::NAME, name);
    // The values in the message are removed when the `DecodeError` is created.
    U::other(json).map_err(E::custom)
}

/// Returns a required value.
fn required<U, E: Error>(value: Option<U>) -> Result<U, E> {
    value.ok_or_else(|| E::invalid_type(Unexpected::Unit, &"the value of the variant"))
}

/// Reads the variant of this row from a value that came before the tag and was kept. `at` is the path of the value in
/// the object.
fn kept<U: Union, E: Error>(row: usize, at: &str, value: &Value) -> Result<Option<U>, E> {
    U::read(row, value).map_err(|error| {
        // A `Value` has no positions, so its text is decoded again to find the path of the error.
        let text = value.to_string();
        match U::read(row, &mut serde_json::Deserializer::from_str(&text)) {
            Err(error) => E::custom(decode_error::located(at, &error, &text)),
            Ok(_) => E::custom(error),
        }
    })
}

/// `{"type": "text", ..}`. If the tag is the first member, the others are decoded directly.
struct Internal<U>(&'static str, PhantomData<U>);

impl<'de, U: Union> Visitor<'de> for Internal<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<U, A::Error> {
        let tag = self.0;
        let mut members = Map::new();
        let mut found: Option<String> = None;
        while let Some(member) = map.next_key::<String>()? {
            if member != tag {
                members.insert(member, map.next_value()?);
                continue;
            }
            let name = found.insert(map.next_value()?);
            if let (true, Some(row)) = (members.is_empty(), U::row(name))
                && U::unit(row).is_none()
            {
                return required(U::read(row, OfMap(map))?);
            }
        }
        let name = found.ok_or_else(|| A::Error::missing_field(tag))?;
        let Some(row) = U::row(&name) else {
            members.insert(tag.to_owned(), Value::String(name.clone()));
            return other(&name, Value::Object(members));
        };
        U::unit(row).map_or_else(|| required(kept(row, "", &Value::Object(members))?), Ok)
    }
}

/// `{"type": "text", "value": ..}`. If the tag comes before the value, the value is decoded directly.
struct Adjacent<U> {
    tag: &'static str,
    content: &'static str,
    union: PhantomData<U>,
}

impl<'de, U: Union> Visitor<'de> for Adjacent<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<U, A::Error> {
        let Self { tag, content, .. } = self;
        let mut members = Map::new();
        let mut row = None;
        while let Some(member) = map.next_key::<String>()? {
            if member != tag {
                members.insert(member, map.next_value()?);
                continue;
            }
            let name: String = map.next_value()?;
            row = U::row(&name);
            members.insert(member, Value::String(name));
            if row.is_some() {
                break;
            }
        }
        let Some(row) = row else {
            let name = members.get(tag).and_then(Value::as_str).map(str::to_owned);
            return other(&name.ok_or_else(|| A::Error::missing_field(tag))?, Value::Object(members));
        };
        let mut value = None;
        while let Some(member) = map.next_key::<String>()? {
            if member == content && U::unit(row).is_none() {
                value = Some(map.next_value_seed(OfRow(row, PhantomData))?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if let Some(unit) = U::unit(row) {
            return Ok(unit);
        }
        match (value, members.get(content)) {
            (Some(value), _) => required(value),
            (None, Some(value)) => required(kept(row, content, value)?),
            (None, None) => U::absent(row).ok_or_else(|| A::Error::missing_field(content)),
        }
    }
}

struct External<U>(PhantomData<U>);

impl<'de, U: Union> Visitor<'de> for External<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with one member, or a string")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<U, E> {
        match U::row(name).and_then(U::unit) {
            Some(unit) => Ok(unit),
            None => other(name, Value::from(name)),
        }
    }

    /// Reads the only known member that is not null. Unknown members and nulls are kept for the case that there is no
    /// such member.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<U, A::Error> {
        let mut found: Option<U> = None;
        let mut rest = Map::new();
        let mut unknown = None;
        while let Some(name) = map.next_key::<String>()? {
            let Some(row) = U::row(&name) else {
                if found.is_some() {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
                let value: Value = map.next_value()?;
                if !value.is_null() {
                    unknown.get_or_insert_with(|| name.clone());
                }
                rest.insert(name, value);
                continue;
            };
            match map.next_value_seed(OfRow(row, PhantomData))? {
                Some(_) if found.is_some() => return Err(A::Error::invalid_length(2, &"one member that is not null")),
                Some(value) => found = Some(value),
                None => drop(rest.insert(name, Value::Null)),
            }
        }
        match (found, unknown) {
            (Some(found), _) => Ok(found),
            (None, Some(name)) => other(&name, Value::Object(rest)),
            (None, None) => Err(A::Error::invalid_length(0, &"one member that is not null")),
        }
    }
}

/// Decodes the value of the variant of this row.
struct OfRow<U>(usize, PhantomData<U>);

impl<'de, U: Union> DeserializeSeed<'de> for OfRow<U> {
    type Value = Option<U>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        U::read(self.0, deserializer)
    }
}
