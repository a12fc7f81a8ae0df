//! The remaining members of an object, as a deserializer for a value.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize as _, Deserializer, Error as _, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value};

use crate::request::serialize::Token;

/// Unlike serde's `MapAccessDeserializer`, it also deserializes into an `Option` and a newtype.
pub(super) struct OfMap<A>(pub(super) A);

impl<'de, A: MapAccess<'de>> Deserializer<'de> for OfMap<A> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_map(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, A::Error> {
        // Only the deserializers of serde_json can create one.
        if Token::of(name) != Some(Token::RawValue) {
            return visitor.visit_newtype_struct(self);
        }
        let members = Map::deserialize(MapAccessDeserializer::new(self.0))?;
        Value::Object(members).deserialize_newtype_struct(name, visitor).map_err(A::Error::custom)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        MapAccessDeserializer::new(self.0).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}
