//! Values in header fields.

use std::borrow::Cow;
use std::collections::HashSet;

use super::lists::{for_each_list, sorted};
use crate::request::header::list::quote_element;
use crate::request::refused::ValueError;
use crate::request::scalar::Scalar;
use crate::request::seal::HeaderSeal;
use crate::request::text::TextWriter;

/// A value that can be in a header field. Implemented for every [`Scalar`], and for an `Option` or a list of them. It
/// cannot be implemented by hand: implement [`Scalar`] instead.
///
/// A list is joined by `, ` (RFC 9110 section 5.6.1). An element that a reader finds unchanged is sent unchanged,
/// including its quotes: `a`, `"a,b"`, the entity tag `W/"a"`, `text/html; level="1"`. Any other element is quoted
/// (section 5.6.4): if it is empty, contains a comma or a stray quote, or begins or ends with white space. A comma in
/// the target of a `Link` (`<a,b>`) or in a comment of `Via` does not need quotes. An empty list and `None` are left
/// out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent in a header",
    label = "this field is a header",
    note = "for a type of another crate: `#[header(with = callsheet::with::display)]` if it implements `Display`, or another module of `callsheet::with`, such as `seconds` for a `Duration`",
    note = "for a type of your own: derive `callsheet::Scalar`"
)]
pub trait HeaderFieldValue: HeaderSeal {
    /// Writes the value of the field `name`, which is in lower case. Returns `false` if there is no value to send.
    ///
    /// # Errors
    ///
    /// If the value cannot be written as text.
    fn write_header(&self, name: &str, to: &mut String) -> Result<bool, ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + ?Sized> HeaderFieldValue for T {
    fn write_header(&self, _: &str, to: &mut String) -> Result<bool, ValueError> {
        self.write_scalar(&mut TextWriter::plain(to))?;
        Ok(true)
    }
}

#[diagnostic::do_not_recommend]
impl<T: HeaderFieldValue> HeaderFieldValue for Option<T> {
    fn write_header(&self, name: &str, to: &mut String) -> Result<bool, ValueError> {
        self.as_ref().map_or(Ok(false), |value| value.write_header(name, to))
    }
}

/// Writes elements, separated by commas and quoted if necessary. Returns `false` if there are no elements.
pub(super) fn write_list<'a, T: Scalar + 'a>(
    elements: impl IntoIterator<Item = &'a T>,
    name: &str,
    to: &mut String,
) -> Result<bool, ValueError> {
    let mut is_first = true;
    for element in elements {
        if !std::mem::take(&mut is_first) {
            to.push_str(", ");
        }
        let start = to.len();
        element.write_scalar(&mut TextWriter::plain(to))?;
        quote_element(name, to, start);
    }
    Ok(!is_first)
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> HeaderFieldValue for $list
        where
            T: Scalar,
        {
            fn write_header(&self, name: &str, to: &mut String) -> Result<bool, ValueError> {
                write_list(self.iter(), name, to)
            }
        }
    )*};
}

for_each_list!(lists);

#[diagnostic::do_not_recommend]
impl<T: Scalar + Clone> HeaderFieldValue for Cow<'_, [T]> {
    fn write_header(&self, name: &str, to: &mut String) -> Result<bool, ValueError> {
        write_list(self.iter(), name, to)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, S> HeaderFieldValue for HashSet<T, S> {
    fn write_header(&self, name: &str, to: &mut String) -> Result<bool, ValueError> {
        write_list(&sorted(self.iter())?, name, to)
    }
}
