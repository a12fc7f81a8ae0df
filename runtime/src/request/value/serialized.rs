//! Serde's data model as one piece of text: what `with` modules write, and the keys of maps.

use std::fmt::{self, Write as _};

use serde::ser::{self, Impossible, Serialize, Serializer};

use super::refused::Refused;
use super::{Scalar, TextWriter, ValueError};

/// Writes a value that is one scalar.
pub(crate) fn write_text(value: &(impl Serialize + ?Sized), to: &mut TextWriter<'_>) -> Result<(), ValueError> {
    value.serialize(Text(to)).map_err(|Refused(reason)| reason)
}

/// The key of a map, as text.
pub(crate) fn key_text(key: &(impl Serialize + ?Sized)) -> Result<String, Refused> {
    let mut text = String::new();
    key.serialize(Text(&mut TextWriter::plain(&mut text)))
        .map_err(|_| Refused::because("the keys of a map must be strings, numbers or booleans"))?;
    Ok(text)
}

/// Structs by which serde_json's own types pass as something else through serde's data model: each has one field of its
/// own name, whose value is the text.
///
/// A `serde_json::Number` is one if any crate of the program turns on the feature `arbitrary_precision`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    Number,
    RawValue,
}

impl Token {
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "$serde_json::private::Number" => Some(Self::Number),
            "$serde_json::private::RawValue" => Some(Self::RawValue),
            _ => None,
        }
    }
}

/// What the text of a [`Token`] stands for.
pub(crate) enum Meant {
    /// A number, digit by digit as it was written.
    Number(String),
    Value(serde_json::Value),
}

impl Meant {
    /// Reads the field of a token.
    pub(crate) fn of(field: &(impl Serialize + ?Sized)) -> Result<Self, Refused> {
        let text = key_text(field)?;
        if text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return Ok(Self::Number(text));
        }
        serde_json::from_str(&text).map(Self::Value).map_err(|_| Refused::because("it holds JSON that is not valid"))
    }
}

/// Writes one scalar.
struct Text<'w, 'a>(&'w mut TextWriter<'a>);

impl Text<'_, '_> {
    fn refused<T>() -> Result<T, Refused> {
        Err(Refused::because("what it serializes to is not a single piece of text"))
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty,)*) => {$(
        fn $method(self, value: $ty) -> Result<(), Refused> {
            value.write_scalar(self.0).map_err(Refused)
        }
    )*};
}

impl<'w, 'a> Serializer for Text<'w, 'a> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Impossible<(), Refused>;
    type SerializeTuple = Impossible<(), Refused>;
    type SerializeTupleStruct = Impossible<(), Refused>;
    type SerializeTupleVariant = Impossible<(), Refused>;
    type SerializeMap = Impossible<(), Refused>;
    type SerializeStruct = TokenText<'w, 'a>;
    type SerializeStructVariant = Impossible<(), Refused>;

    scalars! {
        serialize_bool: bool,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64,
        serialize_char: char,
        serialize_str: &str,
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), Refused> {
        write!(self.0, "{value}").map_err(|error| Refused(error.into()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Refused> {
        Self::refused()
    }

    fn serialize_none(self) -> Result<(), Refused> {
        Self::refused()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        Self::refused()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        Self::refused()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Refused> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Refused> {
        Self::refused()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Refused> {
        Self::refused()
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Refused> {
        Self::refused()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Refused> {
        Self::refused()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Refused> {
        Self::refused()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Refused> {
        Self::refused()
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeStruct, Refused> {
        if Token::of(name).is_some() { Ok(TokenText(self)) } else { Self::refused() }
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Refused> {
        Self::refused()
    }
}

/// The text of a [`Token`] on its way.
struct TokenText<'w, 'a>(Text<'w, 'a>);

impl ser::SerializeStruct for TokenText<'_, '_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Result<(), Refused> {
        let text = Text(self.0.0);
        match Meant::of(value)? {
            Meant::Number(number) => text.serialize_str(&number),
            Meant::Value(value) => value.serialize(text),
        }
    }

    fn end(self) -> Result<(), Refused> {
        Ok(())
    }
}
