//! Floats that are not finite: JSON has no form for them, and serde_json writes `null` where one stands.
//!
//! A null that was not meant clears what the server has, so such a value is refused. Looking for one costs a walk over
//! the value, made only where the written text holds a null at all.

use std::fmt;

use serde::ser::{self, Serialize, Serializer};

use crate::request::value::ValueError;

/// Whether a float that is not finite may be behind the text that serde_json wrote.
pub(crate) fn may_hide(json: &[u8]) -> bool {
    json.windows(4).any(|window| window == b"null")
}

/// Refuses a value that holds a float that is not finite, naming the way to it.
pub(crate) fn check(value: &(impl Serialize + ?Sized)) -> Result<(), ValueError> {
    value.serialize(Finder).map_err(|found| {
        let path = found.path.join("");
        let path = path.trim_start_matches('.');
        ValueError::new(match path {
            "" => "a number that is not finite has no form in JSON".to_owned(),
            path => format!("`{path}` is a number that is not finite, which has no form in JSON"),
        })
    })
}

/// What the walk found: the way to the float, outermost step first.
#[derive(Debug)]
struct Found {
    path: Vec<String>,
}

impl Found {
    /// The same, seen from one step further out.
    fn under(mut self, step: String) -> Self {
        self.path.insert(0, step);
        self
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number that is not finite")
    }
}

impl std::error::Error for Found {}

impl ser::Error for Found {
    /// Never seen: whatever a `Serialize` says of its own accord, it said to serde_json before.
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self { path: Vec::new() }
    }
}

/// Walks a value and stops at the first float that is not finite.
struct Finder;

macro_rules! passed_over {
    ($($method:ident($($ty:ty),*);)*) => {$(
        fn $method(self, $(_: $ty),*) -> Result<(), Found> {
            Ok(())
        }
    )*};
}

impl Serializer for Finder {
    type Ok = ();
    type Error = Found;
    type SerializeSeq = Walk;
    type SerializeTuple = Walk;
    type SerializeTupleStruct = Walk;
    type SerializeTupleVariant = Walk;
    type SerializeMap = Walk;
    type SerializeStruct = Walk;
    type SerializeStructVariant = Walk;

    passed_over! {
        serialize_bool(bool);
        serialize_i8(i8); serialize_i16(i16); serialize_i32(i32); serialize_i64(i64); serialize_i128(i128);
        serialize_u8(u8); serialize_u16(u16); serialize_u32(u32); serialize_u64(u64); serialize_u128(u128);
        serialize_char(char); serialize_str(&str); serialize_bytes(&[u8]);
        serialize_none(); serialize_unit();
        serialize_unit_struct(&'static str); serialize_unit_variant(&'static str, u32, &'static str);
    }

    fn serialize_f32(self, value: f32) -> Result<(), Found> {
        self.serialize_f64(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Result<(), Found> {
        if value.is_finite() { Ok(()) } else { Err(Found { path: Vec::new() }) }
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, _: &T) -> Result<(), Found> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Found> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Found> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Found> {
        value.serialize(self).map_err(|found| found.under(format!(".{variant}")))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Walk, Found> {
        Ok(Walk::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Walk, Found> {
        Ok(Walk::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Walk, Found> {
        Ok(Walk::default())
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Walk, Found> {
        Ok(Walk::default())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Walk, Found> {
        Ok(Walk::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Walk, Found> {
        Ok(Walk::default())
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Walk, Found> {
        Ok(Walk::default())
    }
}

/// Inside of a list or an object.
#[derive(Default)]
struct Walk {
    index: usize,
    key: String,
}

impl Walk {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Found> {
        let index = self.index;
        self.index += 1;
        value.serialize(Finder).map_err(|found| found.under(format!("[{index}]")))
    }

    fn member<T: Serialize + ?Sized>(key: &str, value: &T) -> Result<(), Found> {
        value.serialize(Finder).map_err(|found| found.under(format!(".{key}")))
    }
}

macro_rules! walk_elements {
    ($($name:ident::$method:ident;)*) => {$(
        impl ser::$name for Walk {
            type Ok = ();
            type Error = Found;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Found> {
                self.element(value)
            }

            fn end(self) -> Result<(), Found> {
                Ok(())
            }
        }
    )*};
}

walk_elements! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

macro_rules! walk_members {
    ($($name:ident;)*) => {$(
        impl ser::$name for Walk {
            type Ok = ();
            type Error = Found;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Found> {
                Self::member(key, value)
            }

            fn end(self) -> Result<(), Found> {
                Ok(())
            }
        }
    )*};
}

walk_members! {
    SerializeStruct;
    SerializeStructVariant;
}

impl ser::SerializeMap for Walk {
    type Ok = ();
    type Error = Found;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Found> {
        self.key = crate::request::value::key_text(key).unwrap_or_default();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Found> {
        Self::member(&self.key, value)
    }

    fn end(self) -> Result<(), Found> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::value::JsonValue as _;

    #[derive(serde::Serialize)]
    struct Limits {
        name: Option<String>,
        scores: Vec<f64>,
    }

    fn written(value: &impl Serialize) -> Result<String, String> {
        let mut out = Vec::new();
        value.write_json(&mut out).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_way_to_it_is_named() {
        let limits = Limits { name: None, scores: vec![0.5, f64::INFINITY] };
        assert!(written(&limits).unwrap_err().starts_with("`scores[1]` is a number that is not finite"));
        let keyed = std::collections::BTreeMap::from([("a", f32::NAN)]);
        assert!(written(&keyed).unwrap_err().starts_with("`a` is"));
        assert!(written(&f64::NAN).unwrap_err().starts_with("a number"));
    }

    #[test]
    fn a_null_that_is_meant_is_written() {
        let limits = Limits { name: None, scores: vec![0.5] };
        assert_eq!(written(&limits).unwrap(), r#"{"name":null,"scores":[0.5]}"#);
        assert_eq!(written(&"null").unwrap(), "\"null\"");
    }
}
