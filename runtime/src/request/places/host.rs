//! Values in the host.

use crate::request::refused::ValueError;
use crate::request::scalar::Scalar;
use crate::request::seal::HostSeal;
use crate::request::text::TextWriter;

/// A value that can be in the host. Implemented for every [`Scalar`]. It cannot be implemented by hand: implement
/// [`Scalar`] instead.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a single piece of text",
    label = "this field is in the host",
    note = "write `with = callsheet::with::display` in the attribute of a field whose type implements `Display`; derive `callsheet::Scalar` for a type of your own"
)]
pub trait HostValue: HostSeal {
    /// Writes the text.
    ///
    /// # Errors
    ///
    /// If the value cannot be written as text.
    fn write_host(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + ?Sized> HostValue for T {
    fn write_host(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        self.write_scalar(to)
    }
}
