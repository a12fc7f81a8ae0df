//! Checks the types that the macros recognize by their names: `Option`, `Patch` and `Bytes`.
//!
//! A macro sees only names. It cannot resolve an alias, and cannot distinguish a type of another crate that has one of
//! these names. The compiler can, so expansions contain a check for each such type. Otherwise a value could be sent or
//! read in the wrong way without a message. Expansions also check that a type has serde's own derives if it uses keys
//! that only these derives support.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::builder::stub;
use crate::request::patch::Patch;
use crate::request::places::LookupValue;
use crate::response::decode_error::DecodeError;
use crate::response::from_reply::FromJson;
use crate::response::reply::Reply;
use crate::stream::{Events, JsonLines};

/// A type that an expansion checks.
///
/// The inherent items are for `Option`, `Patch` and the other types that the macros recognize. They take precedence
/// over the items of [`Otherwise`], which apply to every other type.
#[derive(Debug)]
pub struct Written<T>(PhantomData<fn() -> T>);

impl<T> Written<Option<T>> {
    /// The check of a field whose type is not written `Option`.
    pub const FIELD: Option<T> = None;

    /// Returns the option.
    #[inline]
    pub fn from_option(option: Option<T>) -> Option<T> {
        option
    }
}

impl<T> Written<Patch<T>> {
    /// The check of a field whose type is not written `Patch`.
    pub const FIELD: Patch<T> = Patch::Absent;

    /// Returns the patch.
    #[inline]
    pub fn from_patch(patch: Patch<T>) -> Patch<T> {
        patch
    }
}

/// Only with the feature `serde` of the crate `bytes`. Without it, `Bytes` cannot be read from JSON, and the compiler
/// reports that instead.
impl<T: IsBytes + FromJson> Written<T> {
    /// The check of a body whose type is not written `Bytes`.
    pub const BODY: T = T::EMPTY;
}

impl<T: LookupValue> Written<T> {
    /// In a path: whether it is also sent beside it.
    pub const IS_LOOKUP: bool = true;
}

impl<T> Written<Events<T>> {
    /// Whether a type with the name of a stream of items is one.
    pub const IS_STREAM: bool = true;
}

impl<T> Written<JsonLines<T>> {
    /// Whether a type with the name of a stream of items is one.
    pub const IS_STREAM: bool = true;
}

impl Written<()> {
    /// The check of a body whose type is not written `()`.
    pub const BODY: () = ();
}

/// Only with the same feature. As JSON, the option would not contain the bytes of the reply.
impl<T: IsBytes + FromJson> Written<Option<T>> {
    /// The check of a body whose type is not written `Option<Bytes>`.
    pub const BODY: Option<T> = None;
}

impl Written<Option<()>> {
    /// The check of a body whose type is not written `Option<()>`.
    pub const BODY: Option<()> = None;
}

/// The result for a type that the macros do not recognize.
#[derive(Debug)]
pub struct Other;

/// The items for types that the macros do not recognize.
pub trait Otherwise {
    /// The type.
    type Is;
    /// The check of a field.
    const FIELD: Other = Other;
    /// The check of a body.
    const BODY: Other = Other;
    /// In a path.
    const IS_LOOKUP: bool = false;
    /// As the response of an endpoint.
    const IS_STREAM: bool = false;

    /// For another type that is called `Option`. [`IsOption`] reports it at compile time, so this never runs.
    #[must_use]
    fn from_option<V>(_: Option<V>) -> Self::Is {
        stub()
    }

    /// For another type that is called `Patch`. [`IsPatch`] reports it at compile time, so this never runs.
    #[must_use]
    fn from_patch<V>(_: Patch<V>) -> Self::Is {
        stub()
    }
}

impl<T> Otherwise for Written<T> {
    type Is = T;
}

/// A type that is not an alias of a type that the macros recognize by its name.
#[diagnostic::on_unimplemented(
    message = "this type is `{Self}` under another name",
    label = "write `{Self}`",
    note = "a macro sees only the name of a type and cannot resolve an alias"
)]
pub trait ByItsOwnName {}

#[diagnostic::do_not_recommend]
impl ByItsOwnName for Other {}

/// A type that is written `Option` and is the one of the standard library.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the `Option` of the standard library",
    label = "expected `std::option::Option`",
    note = "a macro recognizes a type by its name: import your type under another name: `use .. as ..`"
)]
pub trait IsOption<T>: Sized {
    /// Returns the option.
    fn as_option(&self) -> &Option<T>;

    /// Converts the option.
    fn from_option(option: Option<T>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T> IsOption<T> for Option<T> {
    #[inline]
    fn as_option(&self) -> &Self {
        self
    }

    #[inline]
    fn from_option(option: Self) -> Self {
        option
    }
}

/// A type that is written `Patch` and is the one of this crate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the `Patch` of callsheet",
    label = "expected `callsheet::Patch`",
    note = "a macro recognizes a type by its name: import your type under another name: `use .. as ..`"
)]
pub trait IsPatch<T>: Sized {
    /// Returns the patch.
    fn as_patch(&self) -> &Patch<T>;
}

#[diagnostic::do_not_recommend]
impl<T> IsPatch<T> for Patch<T> {
    #[inline]
    fn as_patch(&self) -> &Self {
        self
    }
}

/// A type that is written `Bytes` and is the one of the crate `bytes`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the `Bytes` of the crate `bytes`",
    label = "expected `bytes::Bytes`",
    note = "a macro recognizes a type by its name: import your type under another name: `use .. as ..`"
)]
pub trait IsBytes: Sized {
    /// An empty value.
    #[allow(clippy::declare_interior_mutable_const, reason = "never read")]
    const EMPTY: Self;

    /// Returns the body of a reply.
    ///
    /// # Errors
    ///
    /// None.
    fn read_bytes(reply: &Reply) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl IsBytes for Bytes {
    const EMPTY: Self = Self::new();

    fn read_bytes(reply: &Reply) -> Result<Self, DecodeError> {
        Ok(reply.body().clone())
    }
}

/// A type that also has serde's own `Deserialize`, which some of serde's keys require.
#[diagnostic::on_unimplemented(
    message = "this serde key has no effect: `{Self}` is only serialized",
    label = "needs serde's `Deserialize` on `{Self}`",
    note = "derive serde's `Deserialize` too, or remove the key"
)]
pub trait AlsoRead {
    /// Compiles if the trait is implemented.
    const CHECK: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> AlsoRead for T {}

/// The same for `Serialize`, for a type that is only read.
#[diagnostic::on_unimplemented(
    message = "this serde key has no effect: `{Self}` is only deserialized",
    label = "needs serde's `Serialize` on `{Self}`",
    note = "derive serde's `Serialize` too, or remove the key"
)]
pub trait AlsoWritten {
    /// Compiles if the trait is implemented.
    const CHECK: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> AlsoWritten for T {}
