//! Values in the path.

use std::borrow::Cow;
use std::collections::HashSet;

use super::body::JsonValue;
use super::lists::{for_each_list, sorted};
use super::query::QueryValue;
use crate::request::refused::ValueError;
use crate::request::scalar::Scalar;
use crate::request::seal::{PathSeal, SegmentsSeal};
use crate::request::text::TextWriter;

/// A value that can be in a path. Implemented for every [`Scalar`] and every `#[derive(Lookup)]`. It cannot be
/// implemented by hand: implement [`Scalar`] instead.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent in a path",
    label = "this field is sent in the path",
    note = "for a type of another crate: `#[path(with = callsheet::with::display)]` if it implements `Display`, or another module of `callsheet::with`, such as `seconds` for a `Duration`",
    note = "for a type of your own: derive `callsheet::Scalar` or `Lookup`; for a list: `#[path(list = \"comma\")]`"
)]
pub trait PathValue: PathSeal {
    /// Writes the value as one percent-encoded segment.
    ///
    /// # Errors
    ///
    /// If the value cannot be written as text.
    fn write_path(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError>;

    /// Returns whether the path contains the whole value, so that it is left out of the body. This is the case for a
    /// lookup by its first key.
    fn is_whole_in_path(&self) -> bool {
        false
    }

    /// Returns the value as a lookup, if its type derives [`Lookup`](crate::Lookup).
    #[doc(hidden)]
    fn as_lookup(&self) -> Option<&dyn LookupValue> {
        None
    }
}

/// The trait that `#[derive(Lookup)]` implements. If the path does not contain the whole value, it is also sent in
/// another place.
#[doc(hidden)]
pub trait LookupValue: PathValue + QueryValue + JsonValue {}

#[diagnostic::do_not_recommend]
impl<T: Scalar + ?Sized> PathValue for T {
    fn write_path(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        self.write_scalar(to)
    }
}

/// A list that can be one segment of a path, in `#[path(list = "..")]`: of strings, numbers, booleans and types that
/// derive [`Scalar`](crate::Scalar). It cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list that a path can hold",
    label = "this field is a list in the path",
    note = "`#[path(list = \"..\")]` accepts a `Vec` or an array of strings, numbers, booleans or types that derive `callsheet::Scalar`"
)]
pub trait PathListValue: SegmentsSeal {
    /// Writes the elements, percent-encoded, with `separator` between them.
    ///
    /// # Errors
    ///
    /// If the list or an element is empty, or if an element cannot be written as text.
    fn write_list(&self, separator: char, to: &mut String) -> Result<(), ValueError>;
}

/// Writes elements with the separator between them.
pub(super) fn write_list<'a, T: Scalar + 'a>(
    elements: impl IntoIterator<Item = &'a T>,
    separator: char,
    to: &mut String,
) -> Result<(), ValueError> {
    let before = to.len();
    for element in elements {
        if to.len() > before {
            to.push(separator);
        }
        let start = to.len();
        element.write_scalar(&mut TextWriter::url(to))?;
        if to.len() == start {
            return Err(ValueError::new("an empty element of a list cannot be sent in a path"));
        }
    }
    if to.len() == before { Err(ValueError::new("an empty list cannot be sent in a path")) } else { Ok(()) }
}

/// A value that fills several segments of a path, in `<name..>`: text with slashes, or a list. It cannot be implemented
/// by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the segments of a path",
    label = "this field fills several segments of the path",
    note = "`<name..>` accepts a string with slashes, or a list of strings, numbers or booleans"
)]
pub trait PathSegmentsValue: SegmentsSeal {
    /// Returns its segments, not encoded.
    ///
    /// # Errors
    ///
    /// If an element cannot be written as text.
    fn segments(&self) -> Result<Vec<String>, ValueError>;
}

#[diagnostic::do_not_recommend]
impl PathSegmentsValue for str {
    fn segments(&self) -> Result<Vec<String>, ValueError> {
        Ok(self.split('/').map(str::to_owned).collect())
    }
}

#[diagnostic::do_not_recommend]
impl PathSegmentsValue for String {
    fn segments(&self) -> Result<Vec<String>, ValueError> {
        self.as_str().segments()
    }
}

/// Returns the texts of the elements.
fn segments<'a, T: Scalar + 'a>(elements: impl IntoIterator<Item = &'a T>) -> Result<Vec<String>, ValueError> {
    let text = |element: &T| {
        let mut segment = String::new();
        element.write_scalar(&mut TextWriter::plain(&mut segment))?;
        Ok(segment)
    };
    elements.into_iter().map(text).collect()
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> PathListValue for $list
        where
            T: Scalar,
        {
            fn write_list(&self, separator: char, to: &mut String) -> Result<(), ValueError> {
                write_list(self.iter(), separator, to)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> PathSegmentsValue for $list
        where
            T: Scalar,
        {
            fn segments(&self) -> Result<Vec<String>, ValueError> {
                segments(self.iter())
            }
        }
    )*};
}

for_each_list!(lists);

#[diagnostic::do_not_recommend]
impl<T: Scalar + Clone> PathListValue for Cow<'_, [T]> {
    fn write_list(&self, separator: char, to: &mut String) -> Result<(), ValueError> {
        write_list(self.iter(), separator, to)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + Clone> PathSegmentsValue for Cow<'_, [T]> {
    fn segments(&self) -> Result<Vec<String>, ValueError> {
        segments(self.iter())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, S> PathListValue for HashSet<T, S> {
    fn write_list(&self, separator: char, to: &mut String) -> Result<(), ValueError> {
        write_list(&sorted(self.iter())?, separator, to)
    }
}
