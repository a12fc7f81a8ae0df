//! Lists in one segment of a path.

use super::{Scalar, TextWriter, ValueError};

/// A list that may be one segment of a path, in `#[path(list = "..")]`: of strings, numbers, booleans and what derives
/// [`Scalar`](crate::Scalar).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list that a path can hold",
    label = "this field is a list in the path",
    note = "`#[path(list = \"..\")]` accepts a `Vec` or an array of strings, numbers, booleans or types that derive `callsheet::Scalar`"
)]
pub trait PathListValue {
    /// Writes the elements, percent-encoded, with `separator` between them.
    ///
    /// # Errors
    ///
    /// If the list is empty, if an element is empty, and if an element has no text form.
    fn write_list(&self, separator: char, to: &mut String) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> PathListValue for [T] {
    fn write_list(&self, separator: char, to: &mut String) -> Result<(), ValueError> {
        if self.is_empty() {
            return Err(ValueError::new("an empty list has no place in a path"));
        }
        for (at, element) in self.iter().enumerate() {
            if at > 0 {
                to.push(separator);
            }
            let start = to.len();
            element.write_scalar(&mut TextWriter::url(to))?;
            if to.len() == start {
                return Err(ValueError::new("an empty element of a list has no place in a path"));
            }
        }
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> PathListValue for Vec<T> {
    fn write_list(&self, separator: char, to: &mut String) -> Result<(), ValueError> {
        self.as_slice().write_list(separator, to)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar, const N: usize> PathListValue for [T; N] {
    fn write_list(&self, separator: char, to: &mut String) -> Result<(), ValueError> {
        self.as_slice().write_list(separator, to)
    }
}
