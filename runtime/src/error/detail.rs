//! What the type of a `detail` or a `body` of a documented error must implement.

use std::any::Any;
use std::fmt;

use crate::error_format::Problem;
use crate::response::decode_error::DecodeError;
use crate::response::from_reply::{FromJson, FromReply, KeepMisfit};
use crate::response::reply::Reply;

/// A detail or a body of a documented error, as a trait object.
#[doc(hidden)]
pub trait Detail: Any + fmt::Debug {
    /// Returns the value as `Any`, to find out its type.
    fn as_any(&self) -> &dyn Any;
}

#[diagnostic::do_not_recommend]
impl<T: Any + fmt::Debug> Detail for T {
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A type that can be the `detail` of a documented error. Implemented for every type that implements `Debug` and serde's
/// `Deserialize` and owns its values; it cannot be implemented by hand.
///
/// It is a single trait so that a type that lacks several traits is one error of the compiler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the detail of an error",
    label = "expected a type with `Debug` and serde's `Deserialize`",
    note = "derive both for it, and let it own its values"
)]
#[doc(hidden)]
pub trait FromDetail: Sized {
    /// Decodes the detail.
    ///
    /// # Errors
    ///
    /// Those of [`Problem::detail`].
    fn from_detail(problem: &Problem<'_>) -> Result<Self, DecodeError>;

    /// Returns the value as a trait object.
    fn as_detail(&self) -> &dyn Detail;
}

#[diagnostic::do_not_recommend]
impl<T: Detail + FromJson> FromDetail for T {
    #[inline]
    fn from_detail(problem: &Problem<'_>) -> Result<Self, DecodeError> {
        problem.detail()
    }

    #[inline]
    fn as_detail(&self) -> &dyn Detail {
        self
    }
}

/// A detail or a body that is `Send`. This is not a part of [`FromDetail`], so that rustc names the part of the type that is
/// not `Send`, such as an `Rc`.
#[doc(hidden)]
pub trait SendDetail {
    /// For [`SyncDetail`].
    const IS_SEND: bool = true;
}

impl<T: Send> SendDetail for T {}

/// A detail or a body that is `Sync`. Expansions write `<D as SyncDetail<{ <D as SendDetail>::IS_SEND }>>`: if `D` is not
/// `Send` either, the constant is the only error.
#[doc(hidden)]
pub trait SyncDetail<const IS_SEND: bool> {
    /// For [`ErrorEnum::IS_SENT`](crate::error::documented::ErrorEnum::IS_SENT).
    const IS_SENT: bool = true;
}

impl<T: Sync, const IS_SEND: bool> SyncDetail<IS_SEND> for T {}

/// A type that can be the `body` of a documented error. Implemented for every type that implements `Debug` and
/// [`FromReply`](crate::response::FromReply), as types with serde's `Deserialize` do; it cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the body of an error",
    label = "expected a type with `Debug` and serde's `Deserialize`",
    note = "derive both for it, and let it own its values; or write `callsheet::Text` or `bytes::Bytes`"
)]
#[doc(hidden)]
pub trait FromBody: Sized {
    /// Reads the body. If the type is an `Option` and the body does not match it, the value is `None` and `problem` keeps
    /// the reason.
    ///
    /// # Errors
    ///
    /// If the body does not match a type that is not an `Option`.
    fn read_body(reply: &Reply, problem: &dyn KeepMisfit) -> Result<Self, DecodeError>;

    /// The same for an `Option` of this type.
    fn read_body_option(reply: &Reply, problem: &dyn KeepMisfit) -> Option<Self>;

    /// Returns the value as a trait object.
    fn as_detail(&self) -> &dyn Detail;

    /// The same for an `Option` of this type.
    fn option_as_detail(value: &Option<Self>) -> &dyn Detail;
}

#[diagnostic::do_not_recommend]
impl<T: Detail + FromReply> FromBody for T {
    fn read_body(reply: &Reply, problem: &dyn KeepMisfit) -> Result<Self, DecodeError> {
        Self::from_reply(reply).or_else(|error| {
            let absent = Self::absent().ok_or_else(|| error.clone())?;
            problem.keep_misfit(error);
            Ok(absent)
        })
    }

    fn read_body_option(reply: &Reply, problem: &dyn KeepMisfit) -> Option<Self> {
        Self::read_option(reply).unwrap_or_else(|error| {
            problem.keep_misfit(error);
            None
        })
    }

    #[inline]
    fn as_detail(&self) -> &dyn Detail {
        self
    }

    #[inline]
    fn option_as_detail(value: &Option<Self>) -> &dyn Detail {
        value
    }
}
