//! [`Patch`]: absent, null or a value.

use std::marker::PhantomData;

use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::builder::IntoList;
use crate::request::refused::ABSENT_SERIALIZED;

/// A member that may be left out, set to null, or set to a value.
///
/// A partial update distinguishes three cases: if a member is left out, the server keeps its value; `null` clears it;
/// a value replaces it (`null` has this meaning in RFC 7396, too). `Option` distinguishes only two cases. So it does
/// not convert into a `Patch`, because its `None` could mean absent or null.
///
/// ```
/// use callsheet::{Arguments, Patch};
///
/// #[derive(Arguments)]
/// struct Properties {
///     name: Option<String>,
///     time_zone: Patch<String>,
/// }
///
/// let keep = Properties::builder().build();
/// let clear = Properties::builder().time_zone(Patch::Null).build();
/// let set = Properties::builder().name("Acme").time_zone("Europe/London").build();
/// # let json = |value: &Properties| serde_json::to_string(value).unwrap();
/// assert_eq!(json(&keep), r#"{}"#);
/// assert_eq!(json(&clear), r#"{"time_zone":null}"#);
/// assert_eq!(json(&set), r#"{"name":"Acme","time_zone":"Europe/London"}"#);
/// ```
///
/// Fields of `#[endpoint]` structs and of `#[derive(Arguments)]` structs are left out automatically if they are
/// absent. In a struct that derives serde's `Serialize`, write `#[serde(default, skip_serializing_if =
/// "Patch::is_absent")]`. Without it, serializing an absent value is an error, because serde cannot leave it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Patch<T> {
    /// Left out: the server keeps its value.
    #[default]
    Absent,
    /// `null`: the server clears its value.
    Null,
    /// A value: the server replaces its value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns whether this is [`Patch::Absent`].
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether this is [`Patch::Null`].
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns the value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns a value for `Some`, and [`Patch::Absent`] for `None`: the server keeps its value.
    pub fn or_absent(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }

    /// Returns a value for `Some`, and [`Patch::Null`] for `None`: the server clears its value.
    pub fn or_null(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => Err(S::Error::custom(ABSENT_SERIALIZED)),
            // Not `serialize_none`, because a query leaves out `None`. A place that cannot contain null must return an
            // error.
            Self::Null => serializer.serialize_unit(),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

/// `null` becomes [`Patch::Null`]. With `#[serde(default)]`, a missing member becomes [`Patch::Absent`].
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::or_null)
    }
}

/// What the setter of a [`Patch`] field accepts: [`Patch::Null`], [`Patch::Absent`], or what converts into the value.
///
/// `Via` distinguishes these and is always inferred.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into `Patch<{T}>`",
    label = "expected a value, `Patch::Null` or `Patch::Absent`",
    note = "an `Option` does not say what `None` means: write `Patch::or_absent(..)` to keep or `Patch::or_null(..)` to clear"
)]
pub trait IntoPatch<T, Via> {
    /// Converts.
    fn into_patch(self) -> Patch<T>;
}

/// A value, in [`IntoPatch`]; `Via` is that of [`IntoList`].
#[derive(Debug)]
pub struct ByValue<Via>(PhantomData<Via>);

/// A [`Patch`] itself, in [`IntoPatch`].
#[derive(Debug)]
pub enum ByPatch {}

#[diagnostic::do_not_recommend]
impl<T, Via, U: IntoList<T, Via>> IntoPatch<T, ByValue<Via>> for U {
    fn into_patch(self) -> Patch<T> {
        Patch::Value(self.into_list())
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoPatch<T, ByPatch> for Patch<T> {
    fn into_patch(self) -> Patch<T> {
        self
    }
}

/// What the setter of a [`Patch`] of a number, a boolean or a character accepts: the value itself, or a [`Patch`] of
/// it.
///
/// Nothing is converted, so that a literal needs no suffix: `.parent_id(3)`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into `Patch<{T}>`",
    label = "expected a value, `Patch::Null` or `Patch::Absent`",
    note = "an `Option` does not say what `None` means: write `Patch::or_absent(..)` to keep or `Patch::or_null(..)` to clear"
)]
pub trait ExactPatch<T> {
    /// Creates the patch.
    fn exact_patch(self) -> Patch<T>;
}

impl<T> ExactPatch<T> for T {
    fn exact_patch(self) -> Patch<T> {
        Patch::Value(self)
    }
}

impl<T> ExactPatch<T> for Patch<T> {
    fn exact_patch(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set<Via>(value: impl IntoPatch<String, Via>) -> Patch<String> {
        value.into_patch()
    }

    #[test]
    fn setter_accepts_a_value_or_a_patch() {
        assert_eq!(set("a"), Patch::Value("a".to_owned()));
        assert_eq!(set('a'), Patch::Value("a".to_owned()));
        assert_eq!(set(Patch::Null), Patch::Null);
        assert_eq!(set(Patch::or_null(Some("a".to_owned()))), Patch::Value("a".to_owned()));
    }

    #[test]
    fn absent_patch_is_never_written_as_null() {
        let error = serde_json::to_string(&[Patch::<u8>::Absent]).unwrap_err();
        assert!(error.to_string().contains("skip_serializing_if"), "{error}");
    }

    #[test]
    fn null_and_absent_are_distinguished() {
        #[derive(serde::Deserialize)]
        struct Struct {
            #[serde(default)]
            a: Patch<u8>,
            #[serde(default)]
            b: Patch<u8>,
            c: Patch<u8>,
        }
        let read: Struct = serde_json::from_str(r#"{"b":null,"c":1}"#).unwrap();
        assert_eq!((read.a, read.b, read.c), (Patch::Absent, Patch::Null, Patch::Value(1)));
    }
}
