//! Writes serde's data model in one pass: as JSON, in a query or a form, and as text.
//!
//! There is one `Serializer` for all of them, [`Walker`]. Their differences are in [`Sink`]. A value that the sink
//! cannot represent is refused. So is a float that is not finite, for which serde_json writes `null`. The error
//! contains the path of the value.

pub(crate) mod json;
pub(crate) mod text;
mod token;

use std::convert::Infallible;
use std::fmt::{self, Write as _};

use serde::ser::{self, Serialize, Serializer};

pub(crate) use self::token::Token;
use crate::request::refused::Refused;
use crate::request::scalar::Scalar;
use crate::request::text::TextWriter;

/// A destination of values. By default it accepts only scalars.
pub(crate) trait Sink: Sized {
    /// The state of an open list or object.
    type Open;

    /// The name of the destination, as the end of a message: "has no form in ..".
    const NAME: &'static str;

    /// Writes a string, a character, a boolean or a number. A float is finite.
    fn scalar<T: Scalar + Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused>;

    /// Writes null, or `None`.
    fn null(&mut self, _is_none: bool) -> Result<(), Refused> {
        Err(Refused::because(NOT_A_SCALAR))
    }

    fn bytes(&mut self, _: &[u8]) -> Result<(), Refused> {
        Err(Refused::because(NOT_A_SCALAR))
    }

    /// Writes JSON text that serde_json keeps unchanged.
    fn verbatim(&mut self, json: &str) -> Result<(), Refused> {
        if json.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            // A number is written with the same digits.
            return self.scalar(json);
        }
        let value: serde_json::Value =
            serde_json::from_str(json).map_err(|_| Refused::because("it contains invalid JSON"))?;
        write(&value, self)
    }

    fn open_list(&mut self) -> Result<Self::Open, Refused> {
        Err(Refused::because(NOT_A_SCALAR))
    }

    fn open_object(&mut self) -> Result<Self::Open, Refused> {
        Err(Refused::because(NOT_A_SCALAR))
    }

    /// Called for an enum's variant with several values, before it is opened as an object.
    fn variant(&mut self, _: VariantWith) -> Result<(), Refused> {
        Ok(())
    }

    /// Called before the element with this index.
    fn element(&mut self, _: &mut Self::Open, _at: usize) {}

    /// Writes the key of the next member.
    fn key<K: Serialize + ?Sized>(&mut self, _: &mut Self::Open, _: &K) -> Result<(), Refused> {
        Err(Refused::because(NOT_A_SCALAR))
    }

    /// Returns the key that was written last.
    fn last_key(&self, _: &Self::Open) -> String {
        String::new()
    }

    /// Called after an element or a member.
    fn leave(&mut self, _: &mut Self::Open) {}

    fn close(&mut self, _: Self::Open) {}
}

const NOT_A_SCALAR: &str = "what it serializes to is not a single piece of text";

/// The kind of values that a variant has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VariantWith {
    Tuple,
    Fields,
}

/// Writes a value into a sink.
pub(crate) fn write<S: Sink>(value: &(impl Serialize + ?Sized), sink: &mut S) -> Result<(), Refused> {
    value.serialize(Walker(sink))
}

/// Writes the text of one scalar.
struct Text<'w, 'a>(&'w mut TextWriter<'a>);

impl Sink for Text<'_, '_> {
    type Open = Infallible;

    const NAME: &'static str = "text";

    fn scalar<T: Scalar + Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        value.write_scalar(self.0).map_err(Refused::from)
    }
}

/// Returns the text of a value that is one scalar.
fn one(value: &(impl Serialize + ?Sized)) -> Result<String, Refused> {
    let mut text = String::new();
    write(value, &mut Text(&mut TextWriter::plain(&mut text)))?;
    Ok(text)
}

/// The serializer for all sinks.
struct Walker<'s, S>(&'s mut S);

impl<'s, S: Sink> Walker<'s, S> {
    fn list(self) -> Result<Compound<'s, S>, Refused> {
        let open = self.0.open_list()?;
        Ok(Compound { sink: self.0, open, at: 0, around: None })
    }

    fn object(self) -> Result<Compound<'s, S>, Refused> {
        let open = self.0.open_object()?;
        Ok(Compound { sink: self.0, open, at: 0, around: None })
    }

    fn variant(self, name: &'static str, with: VariantWith) -> Result<Compound<'s, S>, Refused> {
        self.0.variant(with)?;
        let mut object = self.0.open_object()?;
        self.0.key(&mut object, name)?;
        let open = if with == VariantWith::Tuple { self.0.open_list()? } else { self.0.open_object()? };
        Ok(Compound { sink: self.0, open, at: 0, around: Some((object, name)) })
    }

    fn float<T: Scalar + Serialize>(self, value: T, is_finite: bool) -> Result<(), Refused> {
        if is_finite { self.0.scalar(&value) } else { Err(Refused::not_finite(S::NAME)) }
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty,)*) => {$(
        fn $method(self, value: $ty) -> Result<(), Refused> {
            self.0.scalar(&value)
        }
    )*};
}

impl<'s, S: Sink> Serializer for Walker<'s, S> {
    type Ok = ();
    type Error = Refused;
    type SerializeSeq = Compound<'s, S>;
    type SerializeTuple = Compound<'s, S>;
    type SerializeTupleStruct = Compound<'s, S>;
    type SerializeTupleVariant = Compound<'s, S>;
    type SerializeMap = Compound<'s, S>;
    type SerializeStruct = Struct<'s, S>;
    type SerializeStructVariant = Compound<'s, S>;

    scalars! {
        serialize_bool: bool,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_char: char,
    }

    fn serialize_f32(self, value: f32) -> Result<(), Refused> {
        self.float(value, value.is_finite())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Refused> {
        self.float(value, value.is_finite())
    }

    fn serialize_str(self, value: &str) -> Result<(), Refused> {
        self.0.scalar(value)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), Refused> {
        let mut text = String::new();
        write!(text, "{value}").map_err(|_| Refused::because("its text form could not be written"))?;
        self.0.scalar(text.as_str())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Refused> {
        self.0.bytes(bytes)
    }

    fn serialize_none(self) -> Result<(), Refused> {
        self.0.null(true)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Refused> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Refused> {
        self.0.null(false)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Refused> {
        self.0.null(false)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Refused> {
        self.0.scalar(variant)
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
        let mut object = self.object()?;
        object.member(variant, value)?;
        object.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Refused> {
        self.list()
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Refused> {
        self.list()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Refused> {
        self.list()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Refused> {
        self.variant(variant, VariantWith::Tuple)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Refused> {
        self.object()
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeStruct, Refused> {
        if Token::of(name).is_some() { Ok(Struct::Token(self.0)) } else { self.object().map(Struct::Object) }
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Refused> {
        self.variant(variant, VariantWith::Fields)
    }
}

/// An open list or object.
pub(crate) struct Compound<'s, S: Sink> {
    sink: &'s mut S,
    open: S::Open,
    /// The index of the list's next element.
    at: usize,
    /// The object around the values of a variant, and the name of the variant.
    around: Option<(S::Open, &'static str)>,
}

impl<S: Sink> Compound<'_, S> {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        self.sink.element(&mut self.open, self.at);
        value.serialize(Walker(self.sink)).map_err(|refused| self.inside(refused.at_index(self.at)))?;
        self.at += 1;
        self.sink.leave(&mut self.open);
        Ok(())
    }

    fn member<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
        self.sink.key(&mut self.open, key)?;
        value.serialize(Walker(self.sink)).map_err(|refused| self.inside(refused.at_key(key)))?;
        self.sink.leave(&mut self.open);
        Ok(())
    }

    #[cold]
    fn inside(&self, refused: Refused) -> Refused {
        match self.around {
            Some((_, variant)) => refused.at_key(variant),
            None => refused,
        }
    }

    fn close(self) {
        self.sink.close(self.open);
        if let Some((mut object, _)) = self.around {
            self.sink.leave(&mut object);
            self.sink.close(object);
        }
    }
}

macro_rules! compounds {
    ($($name:ident::$method:ident($($key:ident: $key_ty:ty)?) = $write:ident;)*) => {$(
        impl<S: Sink> ser::$name for Compound<'_, S> {
            type Ok = ();
            type Error = Refused;

            fn $method<T: Serialize + ?Sized>(&mut self, $($key: $key_ty,)? value: &T) -> Result<(), Refused> {
                self.$write($($key,)? value)
            }

            fn end(self) -> Result<(), Refused> {
                self.close();
                Ok(())
            }
        }
    )*};
}

compounds! {
    SerializeSeq::serialize_element() = element;
    SerializeTuple::serialize_element() = element;
    SerializeTupleStruct::serialize_field() = element;
    SerializeTupleVariant::serialize_field() = element;
    SerializeStructVariant::serialize_field(key: &'static str) = member;
}

impl<S: Sink> ser::SerializeMap for Compound<'_, S> {
    type Ok = ();
    type Error = Refused;

    fn serialize_key<K: Serialize + ?Sized>(&mut self, key: &K) -> Result<(), Refused> {
        self.sink.key(&mut self.open, key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        let written = value.serialize(Walker(self.sink));
        written.map_err(|refused| refused.at_key(&self.sink.last_key(&self.open)))?;
        self.sink.leave(&mut self.open);
        Ok(())
    }

    fn end(self) -> Result<(), Refused> {
        self.close();
        Ok(())
    }
}

/// An open struct: an object, or a type of serde_json.
pub(crate) enum Struct<'s, S: Sink> {
    Object(Compound<'s, S>),
    Token(&'s mut S),
}

impl<S: Sink> ser::SerializeStruct for Struct<'_, S> {
    type Ok = ();
    type Error = Refused;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
        match self {
            Self::Object(object) => object.member(key, value),
            Self::Token(sink) => sink.verbatim(&one(value)?),
        }
    }

    fn end(self) -> Result<(), Refused> {
        if let Self::Object(object) = self {
            object.close();
        }
        Ok(())
    }
}
