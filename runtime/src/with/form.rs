//! Writes and reads one value of a module, and `Option`s and lists of it.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

macro_rules! forms {
    ($($form:ident)*) => {$(
        /// The form that the module writes and reads.
        pub enum $form {}
    )*};
}

forms!(Base64 Base64Url ByDisplay Date HttpDate Milliseconds NonFinite Rfc3339 Seconds UnixSeconds);

/// Writes a value in the form `Self`.
pub trait WriteForm<T: ?Sized> {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Reads a value in the form `Self`. Returns `None` if the input is not valid.
pub trait ReadForm<T> {
    /// What the form accepts, as the end of a message: "expected ..".
    const EXPECTED: &'static str;
    /// Whether it accepts numbers.
    const NUMBERS: bool = false;

    fn text(text: &str) -> Option<T>;

    fn integer(_: i64) -> Option<T> {
        None
    }

    fn float(_: f64) -> Option<T> {
        None
    }
}

/// How a type contains values of a form: it is the value, or an `Option` or a list of such types. The compiler infers
/// it.
pub enum Single {}
pub struct Optional<Via>(PhantomData<Via>);
pub struct Listed<Via>(PhantomData<Via>);

/// What the `serialize` of a module accepts.
#[diagnostic::on_unimplemented(
    message = "this module of `callsheet::with` cannot write `{Self}`",
    label = "the module does not support this type",
    note = "`display` writes types that implement `Display`; the docs of `callsheet::with` list the types of the other modules"
)]
pub trait WriteAs<F, Via> {
    fn write_as<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// What the `deserialize` of a module returns.
#[diagnostic::on_unimplemented(
    message = "this module of `callsheet::with` cannot read `{Self}`",
    label = "the module does not support this type",
    note = "`display` reads types that implement `FromStr`; the docs of `callsheet::with` list the types of the other modules"
)]
pub trait ReadAs<F, Via>: Sized {
    fn read_as<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

#[diagnostic::do_not_recommend]
impl<T, F: WriteForm<T>> WriteAs<F, Single> for T {
    fn write_as<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        F::write(self, serializer)
    }
}

#[diagnostic::do_not_recommend]
impl<T, F: ReadForm<T>> ReadAs<F, Single> for T {
    /// Asks the format for any value, not for a value of the expected kind. Otherwise the format would refuse other
    /// kinds with its own message, which quotes the value.
    fn read_as<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Value::<T, F>(PhantomData))
    }
}

#[diagnostic::do_not_recommend]
impl<T: WriteAs<F, Via>, F, Via> WriteAs<F, Optional<Via>> for Option<T> {
    fn write_as<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write_as(serializer),
            None => serializer.serialize_none(),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: ReadAs<F, Via>, F, Via> ReadAs<F, Optional<Via>> for Option<T> {
    fn read_as<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::<Formed<T, F, Via>>::deserialize(deserializer)?;
        Ok(value.map(|value| value.0))
    }
}

macro_rules! lists {
    ($([$($bound:tt)*] $list:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: WriteAs<F, Via>, F, Via> WriteAs<F, Listed<Via>> for $list<T> {
            fn write_as<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.iter().map(|element| Formed::<_, F, Via>(element, PhantomData)))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: ReadAs<F, Via> $($bound)*, F, Via> ReadAs<F, Listed<Via>> for $list<T> {
            fn read_as<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // Not `deserialize_seq`: with it, the format's own message would quote other values.
                deserializer.deserialize_any(Elements::<T, F, Via>(PhantomData)).map(Self::from_iter)
            }
        }
    )*};
}

lists! {
    [] Vec;
    [] VecDeque;
    [+ Ord] BTreeSet;
}

/// A value that serde writes or reads in the form `F`.
struct Formed<T, F, Via>(T, PhantomData<(F, Via)>);

impl<T: WriteAs<F, Via>, F, Via> Serialize for Formed<&T, F, Via> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write_as(serializer)
    }
}

impl<'de, T: ReadAs<F, Via>, F, Via> Deserialize<'de> for Formed<T, F, Via> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read_as(deserializer).map(|value| Self(value, PhantomData))
    }
}

/// The elements of a list.
struct Elements<T, F, Via>(PhantomData<(T, F, Via)>);

impl<'de, T: ReadAs<F, Via>, F, Via> Visitor<'de> for Elements<T, F, Via> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Vec<T>, E> {
        // Two dots replace the text, because it may be a secret.
        Err(E::invalid_type(Unexpected::Str(".."), &self))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = list.next_element::<Formed<T, F, Via>>()? {
            elements.push(element.0);
        }
        Ok(elements)
    }
}

/// One value of a form.
struct Value<T, F>(PhantomData<(T, F)>);

impl<T, F: ReadForm<T>> Value<T, F> {
    fn number<E: Error>(&self, value: Option<T>) -> Result<T, E> {
        let number = Unexpected::Other("number");
        value.ok_or_else(|| if F::NUMBERS { E::invalid_value(number, self) } else { E::invalid_type(number, self) })
    }
}

impl<'de, T, F: ReadForm<T>> Visitor<'de> for Value<T, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(F::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        // Two dots replace the text, because it may be a secret.
        F::text(text).ok_or_else(|| E::invalid_value(Unexpected::Str(".."), &self))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.number(F::integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        #[expect(clippy::cast_precision_loss, reason = "the nearest float of a large integer")]
        let value = i64::try_from(value).map_or_else(|_| F::float(value as f64), F::integer);
        self.number(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        self.number(F::float(value))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }

    /// A number arrives as a map if a crate of the program enables the feature `arbitrary_precision` of `serde_json`.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let number =
            if F::NUMBERS { serde_json::Number::deserialize(MapAccessDeserializer::new(map)).ok() } else { None };
        let number = number.ok_or_else(|| A::Error::invalid_type(Unexpected::Map, &self))?;
        match number.as_i64() {
            Some(value) => self.visit_i64(value),
            None => self.number(number.as_f64().and_then(F::float)),
        }
    }
}

/// Generates the functions `serialize` and `deserialize` of a module.
macro_rules! functions {
    ($form:ty) => {
        /// Writes a value, an `Option` or a list.
        ///
        /// # Errors
        ///
        /// If the value cannot be written in this form.
        pub fn serialize<T, Via, S>(value: &T, serializer: S) -> Result<S::Ok, S::Error>
        where
            T: $crate::with::form::WriteAs<$form, Via>,
            S: ::serde::Serializer,
        {
            value.write_as(serializer)
        }

        /// Reads a value, an `Option` or a list.
        ///
        /// # Errors
        ///
        /// If the input is not in this form, or if the type cannot hold the value.
        pub fn deserialize<'de, T, Via, D>(deserializer: D) -> Result<T, D::Error>
        where
            T: $crate::with::form::ReadAs<$form, Via>,
            D: ::serde::Deserializer<'de>,
        {
            T::read_as(deserializer)
        }
    };
}
pub(super) use functions;
