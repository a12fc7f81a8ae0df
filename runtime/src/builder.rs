//! What the generated builders are made of.
//!
//! A builder has a type parameter for each required field: [`Unset`] at first, [`Set`] once the field's setter was
//! called. `build` and `send` are there for all, but bounds hold them back until everything is set, each with a message
//! of its own that names the field.
//!
//! These names are for the signature of a function that takes or gives a builder half set: for a field `name: String` it is
//! `UpdateBuilder<Set<String>>`, else `UpdateBuilder<Unset>`, with one of them for each required field in its order.

/// A required field that has no value yet.
#[derive(Debug, Clone, Copy)]
pub struct Unset;

/// A required field that has its value.
#[derive(Debug, Clone, Copy)]
pub struct Set<T>(pub T);

/// A required field that has its value, which can be taken.
pub trait Take<T> {
    /// The value.
    fn take(self) -> T;
}

impl<T> Take<T> for Set<T> {
    fn take(self) -> T {
        self.0
    }
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
