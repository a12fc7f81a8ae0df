//! Serde's data model as parameters of a query.

use std::fmt;

use serde::ser::{self, Serialize, SerializeMap, SerializeStruct, Serializer};

use super::QueryWriter;
use crate::request::value::{Meant, Refused, Token, ValueError, key_text};
use crate::spec::ListStyle;

/// Writes what a value serializes to.
pub(super) fn serialize(value: &(impl Serialize + ?Sized), query: &mut QueryWriter<'_>) -> Result<(), ValueError> {
    value.serialize(Parameters { query, in_list: None }).map_err(|Refused(reason)| reason)
}

/// Writes a serialized value as parameters.
struct Parameters<'q, 'a> {
    query: &'q mut QueryWriter<'a>,
    /// The place inside of a list, whose elements have no names of their own.
    in_list: Option<usize>,
}

impl<'q, 'a> Parameters<'q, 'a> {
    /// A list or an object. Inside of a list only brackets can say which element it is: `items[0][price]=p`.
    fn compound(self) -> Result<Compound<'q, 'a>, Refused> {
        let outer = self.query.name.len();
        match self.in_list {
            Some(at) if self.query.style.list == ListStyle::Brackets => {
                self.query.name.to_mut().push_str(&format!("%5B{at}%5D"));
            }
            Some(_) => {
                return Err(Refused::because(
                    "a list of lists or objects has a form in a query with `list = \"brackets\"` alone",
                ));
            }
            None => {}
        }
        Ok(Compound { query: self.query, outer, key: String::new(), at: 0 })
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty,)*) => {$(
        fn $method(self, value: $ty) -> Result<(), Refused> {
            match self.in_list {
                Some(at) => self.query.element(at, &value),
                None => self.query.parameter(&value),
            }
            .map_err(Refused)
        }
    )*};
}

impl<'q, 'a> Serializer for Parameters<'q, 'a> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Compound<'q, 'a>;
    type SerializeTuple = Compound<'q, 'a>;
    type SerializeTupleStruct = Compound<'q, 'a>;
    type SerializeTupleVariant = ser::Impossible<(), Refused>;
    type SerializeMap = Compound<'q, 'a>;
    type SerializeStruct = Struct<'q, 'a>;
    type SerializeStructVariant = ser::Impossible<(), Refused>;

    scalars! {
        serialize_bool: bool,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64,
        serialize_char: char,
        serialize_str: &str,
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), Refused> {
        self.serialize_str(&value.to_string())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Refused> {
        Err(Refused::because("bytes have no form in a query"))
    }

    fn serialize_none(self) -> Result<(), Refused> {
        if self.in_list.is_some() { self.serialize_unit() } else { Ok(()) }
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        Err(Refused::because("null has no form in a query"))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        self.serialize_unit()
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
        variant: &'static str,
        value: &T,
    ) -> Result<(), Refused> {
        let mut object = self.compound()?;
        SerializeMap::serialize_entry(&mut object, variant, value)?;
        SerializeMap::end(object)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Refused> {
        self.compound()
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Refused> {
        self.compound()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Refused> {
        self.compound()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Refused> {
        Err(Refused::because("a tuple variant has no form in a query"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Refused> {
        self.compound()
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeStruct, Refused> {
        match Token::of(name) {
            Some(_) => Ok(Struct::Token(self)),
            None => self.compound().map(Struct::Object),
        }
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Refused> {
        Err(Refused::because("a struct variant has no form in a query"))
    }
}

/// A list or an object that is being written.
struct Compound<'q, 'a> {
    query: &'q mut QueryWriter<'a>,
    /// How much of the name is that of what it stands in.
    outer: usize,
    /// The key of the object's next member.
    key: String,
    /// The place of the list's next element.
    at: usize,
}

impl Compound<'_, '_> {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        let at = self.at;
        self.at += 1;
        value.serialize(Parameters { query: self.query, in_list: Some(at) })
    }

    fn member<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Refused> {
        self.query.member(key, |query| value.serialize(Parameters { query, in_list: None }))
    }

    fn close(self) {
        self.query.name.to_mut().truncate(self.outer);
    }
}

macro_rules! elements {
    ($($name:ident::$method:ident;)*) => {$(
        impl ser::$name for Compound<'_, '_> {
            type Ok = ();
            type Error = Refused;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
                self.element(value)
            }

            fn end(self) -> Result<(), Refused> {
                self.close();
                Ok(())
            }
        }
    )*};
}

elements! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
}

impl SerializeMap for Compound<'_, '_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refused> {
        self.key = key_text(key)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        let key = std::mem::take(&mut self.key);
        self.member(&key, value)
    }

    fn end(self) -> Result<(), Refused> {
        self.close();
        Ok(())
    }
}

/// A struct that is being written: an object, or what a type of serde_json's passes as.
enum Struct<'q, 'a> {
    Object(Compound<'q, 'a>),
    Token(Parameters<'q, 'a>),
}

impl SerializeStruct for Struct<'_, '_> {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
        match self {
            Self::Object(object) => object.member(key, value),
            Self::Token(place) => {
                let place = Parameters { query: place.query, in_list: place.in_list };
                match Meant::of(value)? {
                    Meant::Number(number) => place.serialize_str(&number),
                    Meant::Value(value) => value.serialize(place),
                }
            }
        }
    }

    fn end(self) -> Result<(), Refused> {
        if let Self::Object(object) = self {
            object.close();
        }
        Ok(())
    }
}
