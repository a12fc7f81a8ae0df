//! Values on the way into a response, with which expansions follow a path such as `meta.next_cursor`.
//!
//! A macro sees only the names of the members. The compiler knows their types: `open` returns the value in an `Option` or a
//! [`Patch`], and every other value unchanged. The method of [`SeenInside`] and [`TakenInside`] takes `self`, and so takes
//! precedence over that of [`SeenAsIs`] and [`TakenAsIs`], which the compiler finds only by a reference.

use crate::request::patch::Patch;
use crate::request::scalar::Scalar;
use crate::request::text::TextWriter;

/// A borrowed value.
#[doc(hidden)]
#[derive(Debug)]
pub struct Seen<'a, T>(pub &'a T);

/// For `Option` and `Patch`.
#[doc(hidden)]
pub trait SeenInside<'a> {
    type Inside;
    fn open(self) -> Option<&'a Self::Inside>;
}

impl<'a, T> SeenInside<'a> for Seen<'a, Option<T>> {
    type Inside = T;

    fn open(self) -> Option<&'a T> {
        self.0.as_ref()
    }
}

impl<'a, T> SeenInside<'a> for Seen<'a, Patch<T>> {
    type Inside = T;

    fn open(self) -> Option<&'a T> {
        match self.0 {
            Patch::Value(value) => Some(value),
            Patch::Absent | Patch::Null => None,
        }
    }
}

/// For all other types.
#[doc(hidden)]
pub trait SeenAsIs<'a, T> {
    fn open(self) -> Option<&'a T>;
}

impl<'a, T> SeenAsIs<'a, T> for &Seen<'a, T> {
    fn open(self) -> Option<&'a T> {
        Some(self.0)
    }
}

/// An owned value. [`open`](TakenAsIs::open) takes it out.
#[doc(hidden)]
#[derive(Debug)]
pub struct Taken<T>(Option<T>);

impl<T> Taken<T> {
    pub fn new(value: T) -> Self {
        Self(Some(value))
    }
}

/// For `Option` and `Patch`.
#[doc(hidden)]
pub trait TakenInside {
    type Inside;
    fn open(self) -> Option<Self::Inside>;
}

impl<T> TakenInside for Taken<Option<T>> {
    type Inside = T;

    fn open(self) -> Option<T> {
        self.0.flatten()
    }
}

impl<T> TakenInside for Taken<Patch<T>> {
    type Inside = T;

    fn open(self) -> Option<T> {
        match self.0 {
            Some(Patch::Value(value)) => Some(value),
            Some(Patch::Absent | Patch::Null) | None => None,
        }
    }
}

/// For all other types.
#[doc(hidden)]
pub trait TakenAsIs<T> {
    fn open(self) -> Option<T>;
}

impl<T> TakenAsIs<T> for &mut Taken<T> {
    fn open(self) -> Option<T> {
        self.0.take()
    }
}

/// A value that the next request contains as text: a cursor, an id, a URL.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the cursor or the link of a page",
    label = "expected a string, a number, or an `Option` of one",
    note = "for a type of your own, derive `callsheet::Scalar`"
)]
pub trait PageText {
    fn page_text(&self) -> Option<String>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + ?Sized> PageText for T {
    fn page_text(&self) -> Option<String> {
        let mut text = String::new();
        self.write_scalar(&mut TextWriter::plain(&mut text)).is_ok().then_some(text)
    }
}

/// The number of all pages or of all items.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the number of pages or items",
    label = "expected an integer, or an `Option` of one"
)]
pub trait PageNumber {
    /// `None` if it is negative.
    fn page_number(&self) -> Option<u64>;
}

macro_rules! page_numbers {
    ($($ty:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl PageNumber for $ty {
            fn page_number(&self) -> Option<u64> {
                (*self).try_into().ok()
            }
        }
    )*};
}

page_numbers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

/// Whether there are more pages.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether there are more pages",
    label = "expected a `bool`, or an `Option` of one"
)]
pub trait PageFlag {
    fn page_flag(&self) -> Option<bool>;
}

#[diagnostic::do_not_recommend]
impl PageFlag for bool {
    fn page_flag(&self) -> Option<bool> {
        Some(*self)
    }
}

/// A list whose `.first` or `.last` a path names.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list",
    label = "`.first` and `.last` are elements of this list",
    note = "for a member that is called `last`, write `r#last`"
)]
pub trait ListEnds {
    type Element;
    fn first_element(&self) -> Option<&Self::Element>;
    fn last_element(&self) -> Option<&Self::Element>;
}

#[diagnostic::do_not_recommend]
impl<T> ListEnds for Vec<T> {
    type Element = T;

    fn first_element(&self) -> Option<&T> {
        self.first()
    }

    fn last_element(&self) -> Option<&T> {
        self.last()
    }
}

#[diagnostic::do_not_recommend]
impl<T> ListEnds for Box<[T]> {
    type Element = T;

    fn first_element(&self) -> Option<&T> {
        self.first()
    }

    fn last_element(&self) -> Option<&T> {
        self.last()
    }
}

/// The items of a page.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the list of the items of a page",
    label = "expected a list, such as a `Vec`"
)]
pub trait ItemList {
    fn number_of_items(&self) -> Option<usize>;
}

#[diagnostic::do_not_recommend]
impl<L> ItemList for L
where
    for<'a> &'a L: IntoIterator,
{
    fn number_of_items(&self) -> Option<usize> {
        Some(self.into_iter().count())
    }
}

/// A list of items of this type, which are moved out of it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of `{T}`",
    label = "expected a list of `{T}`",
    note = "`item` in `pages(..)` is the type of one element of `items`"
)]
pub trait ListOf<T> {
    fn into_items(self) -> Vec<T>;
    fn number_of_items(&self) -> Option<usize>;
}

#[diagnostic::do_not_recommend]
impl<T, L> ListOf<T> for L
where
    L: IntoIterator<Item = T>,
    for<'a> &'a L: IntoIterator,
{
    fn into_items(self) -> Vec<T> {
        self.into_iter().collect()
    }

    fn number_of_items(&self) -> Option<usize> {
        Some(self.into_iter().count())
    }
}
