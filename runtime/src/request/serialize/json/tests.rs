//! Compares with serde_json: the output and the refused values are the same, except for floats that are not finite.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::ser::{SerializeMap as _, SerializeSeq as _, SerializeStruct as _, SerializeStructVariant as _};
use serde::ser::{SerializeTuple as _, SerializeTupleStruct as _, SerializeTupleVariant as _};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::append;
use crate::request::refused::ValueError;

/// Everything that a `Serialize` can pass to a serializer.
#[derive(Debug, Clone)]
enum Any {
    Bool(bool),
    I8(i8),
    I64(i64),
    I128(i128),
    U16(u16),
    U64(u64),
    U128(u128),
    F32(f32),
    F64(f64),
    Char(char),
    Str(String),
    Displayed(String),
    Bytes(Vec<u8>),
    None,
    Some(Box<Any>),
    Unit,
    UnitStruct,
    UnitVariant,
    NewtypeStruct(Box<Any>),
    NewtypeVariant(Box<Any>),
    Seq(Vec<Any>),
    Tuple(Vec<Any>),
    TupleStruct(Vec<Any>),
    TupleVariant(Vec<Any>),
    Map(Vec<(Any, Any)>),
    Struct(Vec<Any>),
    StructVariant(Vec<Any>),
    Number(serde_json::Number),
    Raw(Box<RawValue>),
}

const FIELDS: [&str; 3] = ["a", "b\"\n", "é"];

impl Serialize for Any {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => to.serialize_bool(*value),
            Self::I8(value) => to.serialize_i8(*value),
            Self::I64(value) => to.serialize_i64(*value),
            Self::I128(value) => to.serialize_i128(*value),
            Self::U16(value) => to.serialize_u16(*value),
            Self::U64(value) => to.serialize_u64(*value),
            Self::U128(value) => to.serialize_u128(*value),
            Self::F32(value) => to.serialize_f32(*value),
            Self::F64(value) => to.serialize_f64(*value),
            Self::Char(value) => to.serialize_char(*value),
            Self::Str(value) => to.serialize_str(value),
            Self::Displayed(value) => to.collect_str(value),
            Self::Bytes(value) => to.serialize_bytes(value),
            Self::None => to.serialize_none(),
            Self::Some(value) => to.serialize_some(value),
            Self::Unit => to.serialize_unit(),
            Self::UnitStruct => to.serialize_unit_struct("Unit"),
            Self::UnitVariant => to.serialize_unit_variant("Enum", 0, "Unit\\"),
            Self::NewtypeStruct(value) => to.serialize_newtype_struct("Newtype", value),
            Self::NewtypeVariant(value) => to.serialize_newtype_variant("Enum", 1, "Newtype", value),
            Self::Seq(values) => {
                let mut list = to.serialize_seq(None)?;
                values.iter().try_for_each(|value| list.serialize_element(value))?;
                list.end()
            }
            Self::Tuple(values) => {
                let mut list = to.serialize_tuple(values.len())?;
                values.iter().try_for_each(|value| list.serialize_element(value))?;
                list.end()
            }
            Self::TupleStruct(values) => {
                let mut list = to.serialize_tuple_struct("Tuple", values.len())?;
                values.iter().try_for_each(|value| list.serialize_field(value))?;
                list.end()
            }
            Self::TupleVariant(values) => {
                let mut list = to.serialize_tuple_variant("Enum", 2, "Tuple", values.len())?;
                values.iter().try_for_each(|value| list.serialize_field(value))?;
                list.end()
            }
            Self::Map(entries) => {
                let mut map = to.serialize_map(None)?;
                entries.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
                map.end()
            }
            Self::Struct(values) => {
                let mut object = to.serialize_struct("Struct", values.len())?;
                FIELDS.iter().zip(values).try_for_each(|(name, value)| object.serialize_field(name, value))?;
                object.end()
            }
            Self::StructVariant(values) => {
                let mut object = to.serialize_struct_variant("Enum", 3, "Struct", values.len())?;
                FIELDS.iter().zip(values).try_for_each(|(name, value)| object.serialize_field(name, value))?;
                object.end()
            }
            Self::Number(number) => number.serialize(to),
            Self::Raw(raw) => raw.serialize(to),
        }
    }
}

impl Any {
    /// Whether it is a `serde_json::Number`. serde_json cannot write it as a key with its feature
    /// `arbitrary_precision`, but can without.
    fn is_number(&self) -> bool {
        match self {
            Self::Some(value) | Self::NewtypeStruct(value) => value.is_number(),
            Self::Number(_) => true,
            _ => false,
        }
    }

    /// Whether all floats in it are finite, in values and in keys.
    fn is_finite(&self) -> bool {
        match self {
            Self::F32(value) => value.is_finite(),
            Self::F64(value) => value.is_finite(),
            Self::Some(value) | Self::NewtypeStruct(value) | Self::NewtypeVariant(value) => value.is_finite(),
            Self::Seq(values)
            | Self::Tuple(values)
            | Self::TupleStruct(values)
            | Self::TupleVariant(values)
            | Self::Struct(values)
            | Self::StructVariant(values) => values.iter().all(Self::is_finite),
            Self::Map(entries) => entries.iter().all(|(key, value)| key.is_finite() && value.is_finite()),
            _ => true,
        }
    }
}

fn scalar() -> impl Strategy<Value = Any> {
    prop_oneof![
        any::<bool>().prop_map(Any::Bool),
        any::<i8>().prop_map(Any::I8),
        any::<i64>().prop_map(Any::I64),
        any::<i128>().prop_map(Any::I128),
        any::<u16>().prop_map(Any::U16),
        any::<u64>().prop_map(Any::U64),
        any::<u128>().prop_map(Any::U128),
        any::<f32>().prop_map(Any::F32),
        any::<f64>().prop_map(Any::F64),
        (-1e25..1e25_f64).prop_map(Any::F64),
        any::<char>().prop_map(Any::Char),
        any::<String>().prop_map(Any::Str),
        ".{0,4}[\"\\\\\\x00-\\x1f\\x7f]{0,3}".prop_map(Any::Str),
        any::<String>().prop_map(Any::Displayed),
        Just(Any::UnitVariant),
    ]
}

fn anything() -> impl Strategy<Value = Any> {
    let leaf = prop_oneof![
        4 => scalar(),
        1 => prop::collection::vec(any::<u8>(), 0..4).prop_map(Any::Bytes),
        1 => Just(Any::None),
        1 => Just(Any::Unit),
        1 => Just(Any::UnitStruct),
        1 => any::<i64>().prop_map(|number| Any::Number(number.into())),
        1 => any::<String>().prop_map(|text| Any::Raw(serde_json::value::to_raw_value(&[text]).unwrap())),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4);
        let key = prop_oneof![
            9 => scalar(),
            1 => scalar().prop_map(|key| Any::NewtypeStruct(key.into())),
            1 => inner.clone().prop_filter("a number that serde_json cannot write as a key", |key| !key.is_number()),
        ];
        prop_oneof![
            inner.clone().prop_map(|value| Any::Some(value.into())),
            inner.clone().prop_map(|value| Any::NewtypeStruct(value.into())),
            inner.clone().prop_map(|value| Any::NewtypeVariant(value.into())),
            list.clone().prop_map(Any::Seq),
            list.clone().prop_map(Any::Tuple),
            list.clone().prop_map(Any::TupleStruct),
            list.clone().prop_map(Any::TupleVariant),
            prop::collection::vec((key, inner), 0..4).prop_map(Any::Map),
            list.clone().prop_map(Any::Struct),
            list.prop_map(Any::StructVariant),
        ]
    })
}

fn written(value: &(impl Serialize + ?Sized)) -> Result<String, String> {
    let mut out = b"before".to_vec();
    append(value, &mut out).map_err(|refused| ValueError::from(refused).to_string())?;
    let json = String::from_utf8(out).unwrap();
    Ok(json.strip_prefix("before").unwrap().to_owned())
}

proptest! {
    #[test]
    fn json_is_that_of_serde_json_unless_a_float_is_not_finite(value in anything()) {
        let by_serde_json = serde_json::to_string(&value);
        match written(&value) {
            Ok(json) => {
                prop_assert!(value.is_finite(), "{}", json);
                prop_assert_eq!(json, by_serde_json.unwrap());
            }
            Err(reason) => prop_assert!(by_serde_json.is_err() || !value.is_finite(), "{}", reason),
        }
    }
}

#[derive(serde::Serialize)]
struct Limits {
    name: Option<String>,
    scores: Vec<f64>,
}

#[derive(serde::Serialize)]
enum Shape {
    Pair(f32, f32),
    Named { at: Vec<f32> },
    One(f64),
}

#[test]
fn error_of_a_non_finite_float_contains_its_path() {
    let limits = Limits { name: None, scores: vec![0.5, f64::INFINITY] };
    let reason = "is a number that is not finite, which has no form in JSON";
    assert_eq!(written(&limits).unwrap_err(), format!("`scores[1]` {reason}"));
    let keyed = BTreeMap::from([("a", 0.5), ("b\"", f32::NAN)]);
    assert_eq!(written(&keyed).unwrap_err(), format!("`b\"` {reason}"));
    assert_eq!(written(&f64::NAN).unwrap_err(), "a number that is not finite has no form in JSON");
    for (shape, path) in [
        (Shape::Pair(0.0, f32::NAN), "Pair[1]"),
        (Shape::Named { at: vec![f32::NAN] }, "Named.at[0]"),
        (Shape::One(f64::NAN), "One"),
    ] {
        assert_eq!(written(&[BTreeMap::from([(7, shape)])]).unwrap_err(), format!("`[0].7.{path}` {reason}"));
    }
}

#[test]
fn explicit_null_is_written() {
    let limits = Limits { name: None, scores: vec![0.5] };
    assert_eq!(written(&limits).unwrap(), r#"{"name":null,"scores":[0.5]}"#);
    assert_eq!(written(&"null").unwrap(), "\"null\"");
}

#[test]
fn error_of_a_refused_value_contains_its_path_but_not_its_message() {
    struct Refuses;
    impl Serialize for Refuses {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("s3cret"))
        }
    }
    struct DoesNotDisplay;
    impl std::fmt::Display for DoesNotDisplay {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            Err(std::fmt::Error)
        }
    }
    impl Serialize for DoesNotDisplay {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.collect_str(self)
        }
    }
    assert_eq!(written(&[[Refuses]]).unwrap_err(), "`[0][0]`: its `Serialize` refused the value");
    assert_eq!(written(&(1, DoesNotDisplay)).unwrap_err(), "`[1]`: its text form could not be written");
    let keys = BTreeMap::from([(vec![1], 1)]);
    assert_eq!(written(&Some(keys)).unwrap_err(), "the keys of a map must be strings, numbers or booleans");
}
