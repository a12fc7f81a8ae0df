//! Writes one scalar or a list of scalars as text.

use serde::Serialize;

use super::{Sink, Text, one, write};
use crate::request::refused::{NOT_A_KEY, Refused};
use crate::request::scalar::Scalar;
use crate::request::text::TextWriter;

/// Writes a value that is one scalar.
pub(crate) fn write_text(value: &(impl Serialize + ?Sized), to: &mut TextWriter<'_>) -> Result<(), Refused> {
    write(value, &mut Text(to))
}

/// Returns the key of a map as text.
pub(crate) fn key_text(key: &(impl Serialize + ?Sized)) -> Result<String, Refused> {
    one(key).map_err(|_| Refused::because(NOT_A_KEY))
}

/// One scalar, or the elements of a list of them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    /// `None`.
    Absent,
    One(String),
    List(Vec<String>),
}

impl Texts {
    pub(crate) fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, Refused> {
        let mut texts = List(Self::Absent);
        write(value, &mut texts)?;
        Ok(texts.0)
    }
}

/// A list of scalars, or one scalar.
struct List(Texts);

impl Sink for List {
    type Open = ();

    const NAME: &'static str = "text";

    fn scalar<T: Scalar + Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        let mut text = String::new();
        value.write_scalar(&mut TextWriter::plain(&mut text))?;
        match &mut self.0 {
            Texts::List(list) => list.push(text),
            Texts::Absent | Texts::One(_) => self.0 = Texts::One(text),
        }
        Ok(())
    }

    fn null(&mut self, is_none: bool) -> Result<(), Refused> {
        match self.0 {
            Texts::Absent if is_none => Ok(()),
            _ => Err(Refused::because("null has no form in text")),
        }
    }

    fn open_list(&mut self) -> Result<(), Refused> {
        match self.0 {
            Texts::Absent => {
                self.0 = Texts::List(Vec::new());
                Ok(())
            }
            Texts::One(_) | Texts::List(_) => Err(Refused::because("a list of lists has no form in text")),
        }
    }
}
