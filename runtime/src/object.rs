//! Writing the objects of `#[derive(Arguments)]`: members that may be absent, and members that are flattened.

use serde::ser::{self, Error as _, Impossible, Serialize, SerializeMap, Serializer};

use crate::patch::Patch;

/// A value that is written as JSON: whatever implements serde's `Serialize`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as JSON",
    label = "expected a type that serializes",
    note = "derive `callsheet::Arguments` or serde's `Serialize` for it"
)]
pub trait ToJson {
    /// Writes a member of an object.
    #[doc(hidden)]
    fn write_entry<M: SerializeMap>(&self, map: &mut M, name: &'static str) -> Result<(), M::Error>;

    /// Writes its members as members of the object around it.
    #[doc(hidden)]
    fn write_flat<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    /// Writes a member that is left out when `None`.
    #[doc(hidden)]
    fn write_option<M: SerializeMap>(value: Option<&Self>, map: &mut M, name: &'static str) -> Result<(), M::Error> {
        value.map_or(Ok(()), |value| value.write_entry(map, name))
    }

    /// Writes a member that is left out when [`Patch::Absent`].
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
    fn write_flat_option<M: SerializeMap>(value: Option<&Self>, map: &mut M) -> Result<(), M::Error> {
        value.map_or(Ok(()), |value| value.write_flat(map))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> ToJson for T {
    fn write_entry<M: SerializeMap>(&self, map: &mut M, name: &'static str) -> Result<(), M::Error> {
        map.serialize_entry(name, self)
    }

    fn write_flat<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.serialize(Members { map })
    }
}

/// Takes a value that is an object, and writes its members into another one.
struct Members<'m, M> {
    map: &'m mut M,
}

impl<M: SerializeMap> Members<'_, M> {
    fn refused<T>(found: &str) -> Result<T, M::Error> {
        Err(M::Error::custom(format_args!("only an object or a map can be flattened, found {found}")))
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
    type SerializeStruct = Flattened<'m, M>;
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
        self.map.serialize_entry(variant, value)
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
        Ok(Flattened(self.map))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, M::Error> {
        Ok(Flattened(self.map))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, M::Error> {
        Self::refused("a struct variant")
    }
}

/// The members of the flattened value, on their way into the object around it.
struct Flattened<'m, M>(&'m mut M);

impl<M: SerializeMap> SerializeMap for Flattened<'_, M> {
    type Ok = ();
    type Error = M::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), M::Error> {
        self.0.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), M::Error> {
        self.0.serialize_value(value)
    }

    fn end(self) -> Result<(), M::Error> {
        Ok(())
    }
}

impl<M: SerializeMap> ser::SerializeStruct for Flattened<'_, M> {
    type Ok = ();
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(key, value)
    }

    fn end(self) -> Result<(), M::Error> {
        Ok(())
    }
}
