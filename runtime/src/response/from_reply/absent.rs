//! The value of a type for missing JSON: `None` for an `Option` or an alias of it.

use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

/// Returns `None` if the type is an `Option` or an alias of it; no value for any other type.
#[cold]
pub(crate) fn absent<T: DeserializeOwned>() -> Option<T> {
    T::deserialize(Absent).ok()
}

/// A deserializer that only succeeds for an `Option`. It uses the error type of serde_json, so that types are not
/// compiled for another one.
struct Absent;

impl<'de> Deserializer<'de> for Absent {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(serde_json::Error::custom("no value"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::absent;

    #[test]
    fn only_an_option_has_an_absent_value() {
        type Perhaps = Option<u8>;
        #[derive(Debug, PartialEq, serde::Deserialize)]
        #[serde(transparent)]
        struct Alias(Option<u8>);
        #[derive(Debug, PartialEq, serde::Deserialize)]
        #[serde(untagged)]
        enum Any {
            Value(Option<u8>),
        }
        assert_eq!(absent::<Option<u8>>(), Some(None));
        assert_eq!(absent::<Perhaps>(), Some(None));
        assert_eq!(absent::<Alias>(), Some(Alias(None)));
        assert_eq!(absent::<()>(), None);
        assert_eq!(absent::<serde_json::Value>(), None);
        assert_eq!(absent::<Vec<u8>>(), None);
        assert_eq!(absent::<Any>(), None);
    }
}
