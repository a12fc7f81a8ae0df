//! Reads a value inside the JSON body, at the path of the key `at`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::response::charset::Content;
use crate::response::decode_error::DecodeError;
use crate::response::from_reply::{Decode, FromJson, Json, Slot, absent, decode_text, is_blank, nothing};
use crate::response::reply::Reply;

/// A value inside the JSON body, at the path of the key `at`. Implemented for every type that is [`FromJson`]. It
/// cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`at` needs a response that is read from JSON, and `{Self}` is not",
    label = "expected a type that implements serde's `Deserialize`",
    note = "remove `at`, or derive serde's `Deserialize` for a type that owns its values"
)]
pub trait FromJsonAt: Sized {
    /// Reads it.
    #[doc(hidden)]
    fn read_at(reply: &Reply, keys: &[&str]) -> Result<Self, DecodeError>;

    /// Reads it. Returns `None` if a key is missing, if the value is null, or if the reply has no JSON.
    #[doc(hidden)]
    fn read_option_at(reply: &Reply, keys: &[&str]) -> Result<Option<Self>, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: FromJson> FromJsonAt for T {
    fn read_at(reply: &Reply, keys: &[&str]) -> Result<Self, DecodeError> {
        let mut value = None;
        match decode_at(reply, keys, &mut Slot(&mut value))? {
            None => value.ok_or_else(nothing),
            // An alias of `Option`.
            Some(missing) => absent().ok_or(missing),
        }
    }

    fn read_option_at(reply: &Reply, keys: &[&str]) -> Result<Option<Self>, DecodeError> {
        let mut value: Option<Option<Self>> = None;
        let missing = decode_at(reply, keys, &mut Slot(&mut value))?;
        Ok(value.filter(|_| missing.is_none()).flatten())
    }
}

/// Decodes the value under these keys. If there is no value, returns the error for a required one.
fn decode_at(reply: &Reply, keys: &[&str], into: &mut dyn Decode) -> Result<Option<DecodeError>, DecodeError> {
    let content = Content::of(reply.raw());
    let text = content.json()?;
    let of_body = |error: &serde_json::Error, text: &str| DecodeError::of_body(error, text, reply.raw());
    let mut json = Json::from_str(text);
    let found = Find(keys).deserialize(&mut json).and_then(|found| json.end().map(|()| found));
    match found {
        Ok(Found::Value(value)) => {
            let decoded = decode_text(value.get(), into);
            decoded.map_err(|error| of_body(&error, value.get()).under(&path(keys)))?;
            Ok(None)
        }
        Ok(Found::Null(left)) => Ok(Some(under(left, keys, "found null, expected an object".to_owned()))),
        Ok(Found::Missing(left)) => {
            let key = keys.iter().rev().nth(left - 1).unwrap_or(&"");
            Ok(Some(under(left, keys, format!("missing field `{key}`"))))
        }
        Err(error) if is_blank(text) => Ok(Some(of_body(&error, text))),
        Err(error) => Err(of_body(&error, text)),
    }
}

/// Creates the error for the path of all keys except the last `left`.
fn under(left: usize, keys: &[&str], reason: String) -> DecodeError {
    let error = DecodeError::new(reason);
    match keys.len() - left {
        0 => error,
        depth => error.under(&path(&keys[..depth])),
    }
}

/// Joins the keys to a path as a decode error prints it: `data.tags[0]`.
fn path(keys: &[&str]) -> String {
    let mut path = String::new();
    for key in keys {
        if index(key).is_some() {
            path.push_str(&format!("[{key}]"));
        } else {
            path.push_str(if path.is_empty() { "" } else { "." });
            path.push_str(key);
        }
    }
    path
}

/// Parses an index into a list, RFC 6901 section 4.
pub(crate) fn index(key: &str) -> Option<usize> {
    key.parse().ok().filter(|index: &usize| index.to_string() == key)
}

/// The result of a search by keys.
enum Found<'a> {
    Value(&'a RawValue),
    /// Null instead of an object, with the number of keys that were left.
    Null(usize),
    /// A key is missing, with the number of keys that were left, including this one.
    Missing(usize),
}

/// Finds the value under these keys. If members have the same name, the last one is used.
struct Find<'k>(&'k [&'k str]);

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = Found<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found<'de>, D::Error> {
        match self.0 {
            [] => <&RawValue as serde::Deserialize>::deserialize(deserializer).map(Found::Value),
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Found<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Found<'de>, E> {
        Ok(Found::Null(self.0.len()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found<'de>, A::Error> {
        let mut found = Found::Missing(self.0.len());
        let Some((first, rest)) = self.0.split_first() else { return Ok(found) };
        while let Some(is_it) = map.next_key_seed(Is(first))? {
            if is_it {
                found = map.next_value_seed(Find(rest))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Found<'de>, A::Error> {
        let mut found = Found::Missing(self.0.len());
        let Some((first, rest)) = self.0.split_first() else { return Ok(found) };
        let Some(index) = index(first) else {
            return Err(A::Error::invalid_type(serde::de::Unexpected::Seq, &self));
        };
        for _ in 0..index {
            if list.next_element::<IgnoredAny>()?.is_none() {
                return Ok(found);
            }
        }
        if let Some(element) = list.next_element_seed(Find(rest))? {
            found = element;
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(found)
    }
}

/// Checks whether a key is this one.
struct Is<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for Is<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Is<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}
