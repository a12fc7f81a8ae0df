//! The types in the signatures of generated builders.
//!
//! A builder has a type parameter for each required field: [`Unset`] until the field's setter is called, then [`Set`].
//! The methods `build` and `send` require that all fields are set. If one is not, the message of the compiler names the
//! field.
//!
//! Use these names if a function accepts or returns an unfinished builder. The type parameters are in alphabetical
//! order of the fields, so reordering the fields of a struct does not change the type. With the required fields `name`
//! and `id`, of which only `name` is set, the type is `UpdateBuilder<Unset, Set>`. With more than eight required
//! fields, each type parameter is a tuple of up to eight states.
//!
//! # Setters
//!
//! In setters, read `IntoField<T>`, `IntoText<T>`, `SomeField<T>` and `SomeText<T>` as [`Into<T>`](Into).
//! `IntoList<T, _>` and `SomeList<T, _>` also accept arrays, slices and iterators: see
//! [`reference::fields`](crate::reference::fields#setters). They are separate traits only to give better compiler
//! messages.

mod setters;

pub use self::setters::{Elements, IntoField, IntoList, IntoText, Items, SomeField, SomeList, SomeText, Whole};

/// A required field that has no value yet.
#[derive(Debug, Clone, Copy)]
pub struct Unset;

/// A required field that has its value.
#[derive(Debug, Clone, Copy)]
pub struct Set;

/// The value of a field that is set, as the type of the builder guarantees.
#[doc(hidden)]
#[inline]
pub fn given<T>(value: Option<T>) -> T {
    value.unwrap_or_else(|| unreachable!("the state of this field says that it is set"))
}

/// A required field that has no value yet, so that its setter can be called. Only [`Unset`] implements it. It cannot be
/// implemented by hand.
#[diagnostic::on_unimplemented(
    message = "this field is set already",
    label = "set a second time here",
    note = "keep one of the two calls"
)]
pub trait NotYet: sealed::NotYet {}

#[diagnostic::do_not_recommend]
impl NotYet for Unset {}

mod sealed {
    pub trait NotYet {}

    impl NotYet for super::Unset {}
}

/// The body of functions in a definition that has mistakes and does not compile.
#[doc(hidden)]
pub fn stub() -> ! {
    unreachable!("a definition with mistakes does not compile")
}

/// Fails to compile if a constant calls it.
///
/// # Panics
///
/// Always.
#[doc(hidden)]
#[track_caller]
pub const fn fail(message: &str) -> ! {
    panic!("{}", message)
}

/// Keeps the items of a definition: see `expand/once.rs` of the macros.
#[doc(hidden)]
#[macro_export]
macro_rules! __once {
    ($line:tt { $($items:tt)* } $($twice:tt)*) => { $($items)* };
}

/// What remains of a definition whose name is defined above it. rustc uses the item that it expands first, so this one
/// needs names that are imported first.
#[doc(hidden)]
#[macro_export]
macro_rules! __twice {
    ({ $($twice:tt)* }) => { $($twice)* };
    ($later:ident $($twice:tt)*) => {
        mod $later {
            pub(super) use $crate::__private::twice as $later;
        }
        use $later::*;
        $later! { $($twice)* }
    };
}
