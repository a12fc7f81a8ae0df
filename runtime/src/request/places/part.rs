//! Values in a part of a multipart body.

use std::borrow::Cow;
use std::collections::HashSet;

use bytes::Bytes;

use super::lists::{for_each_list, sorted};
use crate::request::multipart::PartWriter;
use crate::request::part::Part;
use crate::request::refused::ValueError;
use crate::request::scalar::Scalar;
use crate::request::seal::PartSeal;
use crate::transport::Body;

/// A value that can be a part of a multipart body, in `#[part]`. Implemented for every [`Scalar`], which is sent as
/// text, for [`Bytes`], [`Part`] and [`Body`], and for an `Option` or a list of these. `None` has no part, and each
/// element of a list has its own. It cannot be implemented by hand: implement [`Scalar`] instead.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a part",
    label = "this field is a part of the body",
    note = "for a file or a stream: `callsheet::Part`; for JSON: `#[part(json)]`; for bytes: `#[part(bytes)]`",
    note = "for a text of your own type: derive `callsheet::Scalar`, or write `#[part(with = callsheet::with::display)]` if it implements `Display`"
)]
pub trait PartValue: PartSeal {
    /// Writes the parts of the value.
    ///
    /// # Errors
    ///
    /// If the value cannot be written.
    fn write_parts(&self, to: &mut PartWriter<'_>) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + ?Sized> PartValue for T {
    fn write_parts(&self, to: &mut PartWriter<'_>) -> Result<(), ValueError> {
        to.text(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: PartValue> PartValue for Option<T> {
    fn write_parts(&self, to: &mut PartWriter<'_>) -> Result<(), ValueError> {
        self.as_ref().map_or(Ok(()), |value| value.write_parts(to))
    }
}

/// A value that can be an element of a list of parts: every [`PartValue`] that is always one part. It cannot be
/// implemented by hand.
#[diagnostic::on_unimplemented(
    message = "a list of `{Self}` cannot be sent as parts",
    label = "each element is a part of the body",
    note = "for files and streams: `Vec<callsheet::Part>`; for one part of JSON: `#[part(json)]`"
)]
pub trait PartElement: PartValue {}

#[diagnostic::do_not_recommend]
impl<T: Scalar> PartElement for T {}

macro_rules! whole {
    ($($ty:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl PartValue for $ty {
            fn write_parts(&self, to: &mut PartWriter<'_>) -> Result<(), ValueError> {
                to.part(Part::from(self.clone()))
            }
        }

        #[diagnostic::do_not_recommend]
        impl PartElement for $ty {}
    )*};
}

whole!(Bytes, Body, Part);

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> PartValue for $list
        where
            T: PartElement,
        {
            fn write_parts(&self, to: &mut PartWriter<'_>) -> Result<(), ValueError> {
                self.iter().try_for_each(|element| element.write_parts(to))
            }
        }
    )*};
}

for_each_list!(lists);

#[diagnostic::do_not_recommend]
impl<T: PartElement + Clone> PartValue for Cow<'_, [T]> {
    fn write_parts(&self, to: &mut PartWriter<'_>) -> Result<(), ValueError> {
        self.iter().try_for_each(|element| element.write_parts(to))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, S> PartValue for HashSet<T, S> {
    fn write_parts(&self, to: &mut PartWriter<'_>) -> Result<(), ValueError> {
        sorted(self.iter())?.iter().try_for_each(|element| to.text(element))
    }
}
