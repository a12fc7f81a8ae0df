//! Writes the objects of `#[derive(Arguments)]`: members that may be absent, and flattened members.

use std::collections::{BTreeMap, BTreeSet};

use serde::ser::{Error as _, Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::value::RawValue;

use crate::request::patch::Patch;
use crate::request::refused::{NOT_FLATTENED, ValueError};
use crate::request::serialize::Token;
use crate::request::serialize::text::key_text;

/// A value that is written as JSON. Implemented for every type that implements serde's `Serialize`. It cannot be
/// implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as JSON",
    label = "expected a type that serializes",
    note = "derive `callsheet::Arguments` or serde's `Serialize` for it"
)]
pub trait ToJson {
    /// Writes a member of an object.
    #[doc(hidden)]
    fn write_entry<M: SerializeMap>(&self, map: &mut M, name: &'static str) -> Result<(), M::Error>;

    /// Writes its members as members of the outer object, except for those whose names are already used.
    #[doc(hidden)]
    fn write_flat<M: SerializeMap>(&self, map: &mut M, taken: &mut TakenNames) -> Result<(), M::Error>;

    /// Writes a member, unless it is `None`.
    #[doc(hidden)]
    fn write_option<M: SerializeMap>(value: Option<&Self>, map: &mut M, name: &'static str) -> Result<(), M::Error> {
        value.map_or(Ok(()), |value| value.write_entry(map, name))
    }

    /// Writes a member, unless it is [`Patch::Absent`].
    #[doc(hidden)]
    fn write_patch<M: SerializeMap>(value: &Patch<Self>, map: &mut M, name: &'static str) -> Result<(), M::Error>
    where
        Self: Sized,
    {
        match value {
            Patch::Absent => Ok(()),
            Patch::Null => map.serialize_entry(name, &()),
            Patch::Value(value) => value.write_entry(map, name),
        }
    }

    /// Writes the members of a value that may be absent.
    #[doc(hidden)]
    fn write_flat_option<M: SerializeMap>(
        value: Option<&Self>,
        map: &mut M,
        taken: &mut TakenNames,
    ) -> Result<(), M::Error> {
        value.map_or(Ok(()), |value| value.write_flat(map, taken))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> ToJson for T {
    fn write_entry<M: SerializeMap>(&self, map: &mut M, name: &'static str) -> Result<(), M::Error> {
        map.serialize_entry(name, self)
    }

    fn write_flat<M: SerializeMap>(&self, map: &mut M, taken: &mut TakenNames) -> Result<(), M::Error> {
        self.serialize(Members { map, taken })
    }
}

/// The names in an object that no flattened value may write again: those of the object's own fields that are written,
/// and those that an earlier flattened value wrote.
#[doc(hidden)]
#[derive(Debug)]
pub struct TakenNames(BTreeSet<String>);

impl TakenNames {
    /// Collects the names of the object's own fields that are written. Each pair is a name and whether it is written.
    #[must_use]
    pub fn of(own: &[(&str, bool)]) -> Self {
        Self(own.iter().filter(|(_, is_written)| *is_written).map(|(name, _)| (*name).to_owned()).collect())
    }

    /// Marks a name as used. Returns `false` if it was already used.
    fn take(&mut self, name: String) -> bool {
        self.0.insert(name)
    }
}

/// Serializes a value that is an object, and writes its members into another object.
struct Members<'m, M> {
    map: &'m mut M,
    taken: &'m mut TakenNames,
}

impl<M: SerializeMap> Members<'_, M> {
    fn refused<T>(found: &str) -> Result<T, M::Error> {
        Err(M::Error::custom(format_args!("{NOT_FLATTENED}{found}")))
    }
}

macro_rules! refused {
    ($($found:literal: $($method:ident($($ty:ty),*)),*;)*) => {$($(
        fn $method(self, $(_: $ty),*) -> Result<(), M::Error> {
            Self::refused($found)
        }
    )*)*};
}

impl<'m, M: SerializeMap> Serializer for Members<'m, M> {
    type Ok = ();
    type Error = M::Error;
    type SerializeSeq = Impossible<(), M::Error>;
    type SerializeTuple = Impossible<(), M::Error>;
    type SerializeTupleStruct = Impossible<(), M::Error>;
    type SerializeTupleVariant = Impossible<(), M::Error>;
    type SerializeMap = Flattened<'m, M>;
    type SerializeStruct = FlattenedStruct<'m, M>;
    type SerializeStructVariant = Impossible<(), M::Error>;

    refused! {
        "a boolean": serialize_bool(bool);
        "a number": serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64),
            serialize_u8(u8), serialize_u16(u16), serialize_u32(u32), serialize_u64(u64),
            serialize_f32(f32), serialize_f64(f64);
        "a string": serialize_char(char), serialize_str(&str);
        "bytes": serialize_bytes(&[u8]);
        "an enum's variant": serialize_unit_variant(&'static str, u32, &'static str);
    }

    fn serialize_none(self) -> Result<(), M::Error> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), M::Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), M::Error> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), M::Error> {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), M::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        Flattened::of(self).serialize_entry(variant, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, M::Error> {
        Self::refused("a list")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, M::Error> {
        Self::refused("a tuple")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, M::Error> {
        Self::refused("a tuple struct")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, M::Error> {
        Self::refused("a tuple variant")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, M::Error> {
        Ok(Flattened::of(self))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeStruct, M::Error> {
        match Token::of(name) {
            None => Ok(FlattenedStruct::Object(Flattened::of(self))),
            Some(Token::RawValue) => Ok(FlattenedStruct::Raw(self)),
            Some(Token::Number) => Self::refused("a number"),
        }
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, M::Error> {
        Self::refused("an enum's variant")
    }
}

/// Writes the members of a flattened value into the outer object.
struct Flattened<'m, M> {
    map: &'m mut M,
    taken: &'m mut TakenNames,
    /// Whether the name of the next value is already used.
    is_taken: bool,
}

impl<'m, M> Flattened<'m, M> {
    fn of(Members { map, taken }: Members<'m, M>) -> Self {
        Self { map, taken, is_taken: false }
    }
}

impl<M: SerializeMap> SerializeMap for Flattened<'_, M> {
    type Ok = ();
    type Error = M::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), M::Error> {
        // A key that is not text is refused by the map itself.
        self.is_taken = key_text(key).is_ok_and(|name| !self.taken.take(name));
        if self.is_taken { Ok(()) } else { self.map.serialize_key(key) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), M::Error> {
        if self.is_taken { Ok(()) } else { self.map.serialize_value(value) }
    }

    fn end(self) -> Result<(), M::Error> {
        Ok(())
    }
}

/// The same for a struct.
enum FlattenedStruct<'m, M> {
    Object(Flattened<'m, M>),
    /// A `RawValue`: serde treats it as a struct whose only field is the text of an object.
    Raw(Members<'m, M>),
}

impl<M: SerializeMap> SerializeStruct for FlattenedStruct<'_, M> {
    type Ok = ();
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), M::Error> {
        match self {
            Self::Object(object) => object.serialize_entry(key, value),
            Self::Raw(Members { map, taken }) => {
                let text = key_text(value).map_err(|refused| M::Error::custom(ValueError::from(refused)))?;
                let members: Result<BTreeMap<String, &RawValue>, _> = serde_json::from_str(&text);
                match members {
                    Ok(members) => members.serialize(Members { map: *map, taken }),
                    Err(_) => Members::<M>::refused("a `RawValue` that is not an object"),
                }
            }
        }
    }

    fn end(self) -> Result<(), M::Error> {
        Ok(())
    }
}
