//! Values that are written by a function for serde's `with`.

use serde::{Serialize, Serializer};

use super::header::{self, HeaderFieldValue};
use super::host::HostValue;
use super::part::PartValue;
use super::path::{self, PathListValue, PathSegmentsValue, PathValue};
use super::query::QueryValue;
use crate::request::multipart::PartWriter;
use crate::request::query::QueryWriter;
use crate::request::refused::ValueError;
use crate::request::seal::{HeaderSeal, HostSeal, PartSeal, PathSeal, QuerySeal, SegmentsSeal};
use crate::request::serialize::text::{Texts, write_text};
use crate::request::text::TextWriter;

/// The output of a function for serde's `with`, as a value for any place. In a body it is written as JSON. In any
/// other place it must be a string, a number, a boolean or a list of these, and is written as text.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Serialized<T>(pub T);

impl<T: Serialize> Serialize for Serialized<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

macro_rules! sealed {
    ($($seal:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> $seal for Serialized<T> {}
    )*};
}

sealed!(HeaderSeal HostSeal PartSeal PathSeal QuerySeal SegmentsSeal);

#[diagnostic::do_not_recommend]
impl<T: Serialize> HostValue for Serialized<T> {
    fn write_host(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        Ok(write_text(&self.0, to)?)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> PathValue for Serialized<T> {
    fn write_path(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        Ok(write_text(&self.0, to)?)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> PathListValue for Serialized<T> {
    fn write_list(&self, separator: char, to: &mut String) -> Result<(), ValueError> {
        match Texts::of(&self.0)? {
            Texts::Absent => path::write_list::<String>([], separator, to),
            Texts::One(text) => path::write_list([&text], separator, to),
            Texts::List(list) => path::write_list(&list, separator, to),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> PathSegmentsValue for Serialized<T> {
    fn segments(&self) -> Result<Vec<String>, ValueError> {
        match Texts::of(&self.0)? {
            Texts::Absent => Ok(Vec::new()),
            Texts::One(text) => text.segments(),
            Texts::List(list) => Ok(list),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> QueryValue for Serialized<T> {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        to.serialize(&self.0)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> PartValue for Serialized<T> {
    fn write_parts(&self, to: &mut PartWriter<'_>) -> Result<(), ValueError> {
        match Texts::of(&self.0)? {
            Texts::Absent => Ok(()),
            Texts::One(text) => to.text(&text),
            Texts::List(list) => list.iter().try_for_each(|text| to.text(text)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> HeaderFieldValue for Serialized<T> {
    fn write_header(&self, name: &str, to: &mut String) -> Result<bool, ValueError> {
        match Texts::of(&self.0)? {
            Texts::Absent => Ok(false),
            Texts::One(text) => text.write_header(name, to),
            Texts::List(list) => header::write_list(&list, name, to),
        }
    }
}
