//! Types that the macros know by how they are written: `Option`, `Patch` and `Bytes`.
//!
//! A macro does not see what an alias stands for, nor that a type of another crate has one of these names. The compiler
//! does: an expansion asks it about every type that matters, so that nothing is sent or read in another way in silence.
//! It also asks whether serde's own derives are there for serde's keys that only they know.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::builder::stub;
use crate::request::patch::Patch;
use crate::request::places::LookupValue;
use crate::response::decode_error::DecodeError;
use crate::response::json::FromJson;
use crate::response::reply::Reply;

/// A type, of which an expansion asks what it is.
///
/// Its inherent items are those of `Option`, `Patch` and what else the macros know; they take precedence over the items of
/// [`Otherwise`], which every other type has.
#[derive(Debug)]
pub struct Written<T>(PhantomData<fn() -> T>);

impl<T> Written<Option<T>> {
    /// As a field that is not written as an `Option`.
    pub const FIELD: Option<T> = None;

    /// The option as it is.
    #[inline]
    pub fn from_option(option: Option<T>) -> Option<T> {
        option
    }
}

impl<T> Written<Patch<T>> {
    /// As a field that is not written as a `Patch`.
    pub const FIELD: Patch<T> = Patch::Absent;

    /// The patch as it is.
    #[inline]
    pub fn from_patch(patch: Patch<T>) -> Patch<T> {
        patch
    }
}

/// With the feature `serde` of the crate `bytes`; without it, it cannot be read from JSON, which is told.
impl<T: IsBytes + FromJson> Written<T> {
    /// As a body that is not written as `Bytes`.
    pub const BODY: T = T::EMPTY;
}

impl<T: LookupValue> Written<T> {
    /// In a path: whether it is also sent beside it.
    pub const IS_LOOKUP: bool = true;
}

impl Written<()> {
    /// As a body that is not written as `()`.
    pub const BODY: () = ();
}

/// With the same feature: read as JSON, the option would hold no bytes of the reply.
impl<T: IsBytes + FromJson> Written<Option<T>> {
    /// As a body that is not written as `Option<Bytes>`.
    pub const BODY: Option<T> = None;
}

impl Written<Option<()>> {
    /// As a body that is not written as `Option<()>`.
    pub const BODY: Option<()> = None;
}

/// A type that the macros do not know.
#[derive(Debug)]
pub struct Other;

/// What every type has that the macros do not know.
pub trait Otherwise {
    /// The type.
    type Is;
    /// As a field.
    const FIELD: Other = Other;
    /// As a body.
    const BODY: Other = Other;
    /// In a path.
    const IS_LOOKUP: bool = false;

    /// Of a type that is called `Option` and is none: told by [`IsOption`], so that this never runs.
    #[must_use]
    fn from_option<V>(_: Option<V>) -> Self::Is {
        stub()
    }

    /// Of a type that is called `Patch` and is none: told by [`IsPatch`], so that this never runs.
    #[must_use]
    fn from_patch<V>(_: Patch<V>) -> Self::Is {
        stub()
    }
}

impl<T> Otherwise for Written<T> {
    type Is = T;
}

/// What is not another name of a type that the macros know by how it is written.
#[diagnostic::on_unimplemented(
    message = "this type is `{Self}` under another name",
    label = "write `{Self}`",
    note = "a macro sees how a type is written and not what an alias stands for"
)]
pub trait ByItsOwnName {}

#[diagnostic::do_not_recommend]
impl ByItsOwnName for Other {}

/// What is written as an `Option`, and is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the `Option` of the standard library",
    label = "expected `std::option::Option`",
    note = "a macro knows a type by its name: import other types under another name: `use .. as ..`"
)]
pub trait IsOption<T>: Sized {
    /// The option.
    fn as_option(&self) -> &Option<T>;

    /// From the option.
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

/// What is written as a `Patch`, and is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the `Patch` of callsheet",
    label = "expected `callsheet::Patch`",
    note = "a macro knows a type by its name: import other types under another name: `use .. as ..`"
)]
pub trait IsPatch<T>: Sized {
    /// The patch.
    fn as_patch(&self) -> &Patch<T>;
}

#[diagnostic::do_not_recommend]
impl<T> IsPatch<T> for Patch<T> {
    #[inline]
    fn as_patch(&self) -> &Self {
        self
    }
}

/// What is written as `Bytes`, and is that.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the `Bytes` of the crate `bytes`",
    label = "expected `bytes::Bytes`",
    note = "a macro knows a type by its name: import other types under another name: `use .. as ..`"
)]
pub trait IsBytes: Sized {
    /// None of them.
    #[allow(clippy::declare_interior_mutable_const, reason = "never read")]
    const EMPTY: Self;

    /// The body of a reply.
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

/// A type that serde's own `Deserialize` reads too, for the keys of serde's that matter to it alone.
#[diagnostic::on_unimplemented(
    message = "this key of serde's has no effect: `{Self}` is only written",
    label = "needs serde's `Deserialize` on `{Self}`",
    note = "derive serde's `Deserialize` too, or remove the key"
)]
pub trait AlsoRead {
    /// Compiles if it is.
    const CHECK: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned> AlsoRead for T {}

/// The same of `Serialize`, for a type that is only read.
#[diagnostic::on_unimplemented(
    message = "this key of serde's has no effect: `{Self}` is only read",
    label = "needs serde's `Serialize` on `{Self}`",
    note = "derive serde's `Serialize` too, or remove the key"
)]
pub trait AlsoWritten {
    /// Compiles if it is.
    const CHECK: () = ();
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> AlsoWritten for T {}
