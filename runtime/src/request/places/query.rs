//! Values in the query, and in the form that is the body.

use std::borrow::Cow;
use std::collections::HashSet;

use super::lists::{for_each_list, sorted};
use crate::request::query::QueryWriter;
use crate::request::refused::ValueError;
use crate::request::scalar::Scalar;
use crate::request::seal::QuerySeal;

/// A value that can be in a query. Implemented for every [`Scalar`], for an `Option` or a list of them, and for types
/// that derive [`Arguments`](crate::Arguments) or [`Lookup`](crate::Lookup). It cannot be implemented by hand:
/// implement [`Scalar`] instead.
///
/// By default a list repeats its name (`ids=a&ids=b`), and an object has its members in brackets
/// (`organization[identifier]=acme`). `#[query(list = "..", object = "..")]` selects another style. `None` is left
/// out. A list is a `Vec`, an array, a `VecDeque`, a `BTreeSet`, a `HashSet` of scalars, or a slice in a `Box`, `Rc`,
/// `Arc` or `Cow`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent in a query",
    label = "this field is sent in the query",
    note = "for a type of another crate: `#[query(with = callsheet::with::display)]` if it implements `Display`, or another module of `callsheet::with`, such as `seconds` for a `Duration`",
    note = "for a type of your own: derive `callsheet::Scalar`, `Arguments` or `Lookup`"
)]
pub trait QueryValue: QuerySeal {
    /// Writes the parameters of the value.
    ///
    /// # Errors
    ///
    /// If the value cannot be written in a query.
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + ?Sized> QueryValue for T {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        to.parameter(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: QueryValue> QueryValue for Option<T> {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        self.as_ref().map_or(Ok(()), |value| value.write_query(to))
    }
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> QueryValue for $list
        where
            T: QueryElement,
        {
            fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
                T::write_list(&self.iter().collect::<Vec<&T>>(), to)
            }
        }
    )*};
}

for_each_list!(lists);

#[diagnostic::do_not_recommend]
impl<T: QueryElement + Clone> QueryValue for Cow<'_, [T]> {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        T::write_list(&self.iter().collect::<Vec<&T>>(), to)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, S> QueryValue for HashSet<T, S> {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        to.list(&sorted(self.iter())?)
    }
}

/// A value that can be an element of a list in a query. Implemented for every [`Scalar`] and, in the list style
/// `brackets`, for types that derive [`Arguments`](crate::Arguments) or [`Lookup`](crate::Lookup). It cannot be
/// implemented by hand: implement [`Scalar`] instead.
#[diagnostic::on_unimplemented(
    message = "a list of `{Self}` cannot be sent in a query",
    label = "this field is sent in the query",
    note = "for types of another crate: `#[query(with = callsheet::with::display)]` if they implement `Display`, or another module of `callsheet::with`, such as `seconds` for a `Duration`",
    note = "for a type of your own: derive `callsheet::Scalar`, `Arguments` or `Lookup`"
)]
pub trait QueryElement: QuerySeal + Sized {
    /// Writes a list of these values.
    ///
    /// # Errors
    ///
    /// If an element cannot be written in the style of the list.
    fn write_list(list: &[&Self], to: &mut QueryWriter<'_>) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> QueryElement for T {
    fn write_list(list: &[&Self], to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        to.list(list.iter().copied())
    }
}
