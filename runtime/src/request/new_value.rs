//! [`NewValue`]: a value that is sent instead of the one in the struct.

use serde::ser::{Serialize, Serializer};

use crate::request::refused::ValueError;
use crate::request::scalar::Scalar;
use crate::request::text::TextWriter;

/// The value that is sent.
#[derive(Debug, Clone)]
pub struct NewValue {
    pub(crate) text: String,
    /// Whether JSON writes it as a number. Other places contain the text.
    pub(crate) is_number: bool,
}

#[diagnostic::do_not_recommend]
impl Scalar for NewValue {
    fn write_scalar(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        self.text.write_scalar(to)
    }
}

impl Serialize for NewValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = self.text.parse::<serde_json::Number>().ok().filter(|_| self.is_number);
        match number {
            Some(number) => number.serialize(serializer),
            None => self.text.serialize(serializer),
        }
    }
}
