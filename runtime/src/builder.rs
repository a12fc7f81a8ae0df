//! What the generated builders are made of.
//!
//! A builder has a type parameter for each required field: [`Unset`] at first, [`Set`] once the field's setter was
//! called. `build` and `send` are there for all, but bounds hold them back until everything is set, each with a message
//! of its own that names the field.
//!
//! These names are for the signature of a function that accepts or returns a builder whose fields are not all set. The
//! parameters are in alphabetical order of the fields, so the order in which a struct declares them changes no type. With
//! the required fields `name` and `id`, of which `name` is set, it is `UpdateBuilder<Unset, Set>`. With more than eight
//! required fields each parameter is a tuple of up to eight states.

mod setters;

pub use self::setters::{Elements, IntoField, IntoList, IntoText, Items, SomeField, SomeList, SomeText, Whole};

/// A required field that has no value yet.
#[derive(Debug, Clone, Copy)]
pub struct Unset;

/// A required field that has its value.
#[derive(Debug, Clone, Copy)]
pub struct Set;

/// The value of a field that is set: the builder's type says so.
#[doc(hidden)]
#[inline]
pub fn given<T>(value: Option<T>) -> T {
    value.unwrap_or_else(|| unreachable!("the state of this field says that it is set"))
}

/// A required field that has no value yet: its setter may be called.
#[diagnostic::on_unimplemented(
    message = "this field is set already",
    label = "set a second time here",
    note = "keep one of the two calls"
)]
pub trait NotYet {}

#[diagnostic::do_not_recommend]
impl NotYet for Unset {}

/// Stands in a definition that has mistakes and does not compile.
#[doc(hidden)]
pub fn stub() -> ! {
    unreachable!("a definition with mistakes does not compile")
}

/// Fails to compile where a constant is of this.
///
/// # Panics
///
/// Always.
#[doc(hidden)]
#[track_caller]
pub const fn fail(message: &str) -> ! {
    panic!("{}", message)
}
