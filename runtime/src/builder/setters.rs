//! What the setters of generated builders accept.
//!
//! A setter accepts what converts into the type of its field. For most fields these traits require no more than
//! [`Into`] does. They exist for their messages: if a value does not fit, the compiler says what to write instead.

/// What the setter of a required field accepts: every value that converts into the field's type `T`.
///
/// Everything that implements [`Into<T>`](Into) implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into `{T}`",
    label = "expected `{T}`, or a type that converts into it",
    note = "if it is a builder, end it with `.build()`; if `{T}` is an enum, write one of its variants"
)]
pub trait IntoField<T>: Into<T> {}

#[diagnostic::do_not_recommend]
impl<T, U: Into<T>> IntoField<T> for U {}

/// What the setter of an optional field accepts: every value that converts into `T`.
///
/// Everything that implements [`Into<T>`](Into) implements it. To pass an `Option`, call the setter whose name begins
/// with `maybe_`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into `{T}`",
    label = "expected `{T}`, or a type that converts into it",
    note = "to pass an `Option`, call the setter with `maybe_` before its name",
    note = "if it is a builder, end it with `.build()`; if `{T}` is an enum, write one of its variants"
)]
pub trait SomeField<T>: Into<T> {}

#[diagnostic::do_not_recommend]
impl<T, U: Into<T>> SomeField<T> for U {}

/// What the setter of a required `String` accepts, such as a `&str`, a `String` or a `char`.
///
/// Everything that implements [`Into<String>`](Into) implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into `{T}`",
    label = "expected a `&str`, a `String` or a type that converts into it",
    note = "if the value implements `Display`, write `.to_string()` after it"
)]
pub trait IntoText<T>: Into<T> {}

#[diagnostic::do_not_recommend]
impl<T, U: Into<T>> IntoText<T> for U {}

/// What the setter of an optional `String` accepts, such as a `&str`, a `String` or a `char`.
///
/// Everything that implements [`Into<String>`](Into) implements it. To pass an `Option`, call the setter whose name
/// begins with `maybe_`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into `{T}`",
    label = "expected a `&str`, a `String` or a type that converts into it",
    note = "to pass an `Option`, call the setter with `maybe_` before its name",
    note = "if the value implements `Display`, write `.to_string()` after it"
)]
pub trait SomeText<T>: Into<T> {}

#[diagnostic::do_not_recommend]
impl<T, U: Into<T>> SomeText<T> for U {}

/// What the setter of a required `Vec` accepts: a value that converts into the `Vec` as a whole, an array or a slice
/// of references whose elements convert, such as `["a", "b"]`, or an iterator over values that convert.
///
/// `Via` distinguishes these and is always inferred. The compiler cannot infer the type of the elements of `[]`: write
/// `vec![]` for an empty list.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into `{T}`",
    label = "expected `{T}`, an array, a slice or an iterator",
    note = "each element must convert; for the elements of another collection, write `.into_iter()` after it"
)]
pub trait IntoList<T, Via> {
    /// Converts it to the list.
    fn into_list(self) -> T;
}

/// What the setter of an optional `Vec` accepts: the same as [`IntoList`].
///
/// To pass an `Option`, call the setter whose name begins with `maybe_`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into `{T}`",
    label = "expected `{T}`, an array, a slice or an iterator",
    note = "to pass an `Option`, call the setter with `maybe_` before its name",
    note = "each element must convert; for the elements of another collection, write `.into_iter()` after it"
)]
pub trait SomeList<T, Via>: IntoList<T, Via> {}

#[diagnostic::do_not_recommend]
impl<T, Via, U: IntoList<T, Via>> SomeList<T, Via> for U {}

/// A value that converts into the list as a whole, in [`IntoList`].
#[derive(Debug)]
pub enum Whole {}

/// An array or a slice, whose elements are converted, in [`IntoList`].
#[derive(Debug)]
pub enum Elements {}

/// An iterator, whose items are converted, in [`IntoList`].
#[derive(Debug)]
pub enum Items {}

#[diagnostic::do_not_recommend]
impl<T, U: Into<T>> IntoList<T, Whole> for U {
    #[inline]
    fn into_list(self) -> T {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T, U: ?Sized, const N: usize> IntoList<Vec<T>, Elements> for [&'a U; N]
where
    &'a U: Into<T>,
{
    fn into_list(self) -> Vec<T> {
        self.into_iter().map(Into::into).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T, U: ?Sized> IntoList<Vec<T>, Elements> for &[&'a U]
where
    &'a U: Into<T>,
{
    fn into_list(self) -> Vec<T> {
        self.iter().copied().map(Into::into).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<T, I: Iterator> IntoList<Vec<T>, Items> for I
where
    I::Item: Into<T>,
{
    fn into_list(self) -> Vec<T> {
        self.map(Into::into).collect()
    }
}
