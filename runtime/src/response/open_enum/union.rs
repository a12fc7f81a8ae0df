//! Unions: enums whose variants hold values, and one variant that holds the JSON of those that are added later.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Unexpected, Visitor};
use serde_json::{Map, Value};

use crate::response::unknown;

/// How a union says which variant it is.
#[derive(Debug, Clone, Copy)]
pub enum Tagging {
    /// `{"text": ..}`: by the one member that is set.
    External,
    /// `{"type": "text", ..}`: by a member of the object, whose other members are the value.
    Internal(&'static str),
    /// `{"type": "text", "value": ..}`: by a member of the object; another one is the value.
    Adjacent(&'static str, &'static str),
}

/// What `#[derive(OpenEnum)]` implements for a union.
pub trait Union<'de>: Sized {
    /// The enum's name, for drift.
    const NAME: &'static str;
    /// How it says which variant it is.
    const TAGGING: Tagging;

    /// The row of the variant of this name.
    fn row(name: &str) -> Option<usize>;

    /// The variant of this row, if it holds no value.
    fn unit(row: usize) -> Option<Self>;

    /// Reads the variant of this row; `None` for null.
    ///
    /// # Errors
    ///
    /// If the value does not decode.
    fn read<D: Deserializer<'de>>(row: usize, deserializer: D) -> Result<Option<Self>, D::Error>;

    /// Reads the variant for everything else.
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
/// If the JSON has not the shape of the union, and if the value of a known variant does not decode.
pub fn read_union<'de, U: Union<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    match U::TAGGING {
        Tagging::External => deserializer.deserialize_any(External(PhantomData)),
        Tagging::Internal(tag) => tagged(deserializer, tag, None),
        Tagging::Adjacent(tag, content) => tagged(deserializer, tag, Some(content)),
    }
}

/// The variant for JSON that no other variant knows.
fn other<'de, U: Union<'de>, E: Error>(name: &str, json: Value) -> Result<U, E> {
    unknown::met(U::NAME, name);
    // The message loses its values where the reply's error is made.
    U::other(json).map_err(E::custom)
}

/// Reads an object by the text of its member `tag`.
fn tagged<'de, U: Union<'de>, D: Deserializer<'de>>(
    deserializer: D,
    tag: &'static str,
    content: Option<&'static str>,
) -> Result<U, D::Error> {
    let mut members = deserializer.deserialize_map(Members)?;
    let name = match members.get(tag) {
        None => return Err(D::Error::missing_field(tag)),
        Some(Value::String(name)) => name.clone(),
        Some(_) => return Err(D::Error::invalid_type(Unexpected::Other("the tag"), &"a string")),
    };
    let Some(row) = U::row(&name) else { return other(&name, Value::Object(members)) };
    if let Some(unit) = U::unit(row) {
        return Ok(unit);
    }
    let value = match content {
        None => {
            members.remove(tag);
            Value::Object(members)
        }
        Some(content) => members.remove(content).ok_or_else(|| D::Error::missing_field(content))?,
    };
    let value = U::read(row, value).map_err(D::Error::custom)?;
    value.ok_or_else(|| D::Error::invalid_type(Unexpected::Unit, &"the value of the variant"))
}

/// Keeps the members of an object as they are.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Map::deserialize(MapAccessDeserializer::new(map))
    }
}

struct External<U>(PhantomData<U>);

impl<'de, U: Union<'de>> Visitor<'de> for External<U> {
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

    /// The one known member that is not null; unknown ones and nulls are kept for the case that there is none.
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

/// The value of the variant of this row.
struct OfRow<U>(usize, PhantomData<U>);

impl<'de, U: Union<'de>> DeserializeSeed<'de> for OfRow<U> {
    type Value = Option<U>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        U::read(self.0, deserializer)
    }
}
