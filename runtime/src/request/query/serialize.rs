//! Writes serde's data model as parameters of a query.

use serde::Serialize;

use super::writer::QueryWriter;
use crate::request::refused::{Refused, ValueError};
use crate::request::scalar::Scalar;
use crate::request::serialize::text::key_text;
use crate::request::serialize::{Sink, VariantWith, write};
use crate::spec::ListStyle;

impl QueryWriter<'_> {
    /// Writes what `value` serializes to: a member of an object as `name[member]=value`, an element of a list by
    /// repeating the name, nothing for `None`.
    ///
    /// # Errors
    ///
    /// If the value contains something that a query cannot represent: null, bytes, a list inside a list, or a float
    /// that is not finite.
    pub fn serialize(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), ValueError> {
        write(value, &mut Parameters { query: self, in_list: None }).map_err(ValueError::from)
    }
}

/// The parameters of one value.
struct Parameters<'q, 'a> {
    query: &'q mut QueryWriter<'a>,
    /// The index of the next value in a list, whose elements have no names.
    in_list: Option<usize>,
}

/// A list or an object that is open.
struct Open {
    /// The length of the name outside of it, and inside.
    outer: usize,
    inner: usize,
    key: String,
}

impl Parameters<'_, '_> {
    /// Opens a list or an object. Inside a list only the style with brackets can name an element: `items[0][price]=p`.
    fn open(&mut self) -> Result<Open, Refused> {
        let outer = self.query.name_length();
        match self.in_list {
            Some(at) if self.query.list_style() == ListStyle::Brackets => self.query.push_index(at),
            Some(_) => {
                return Err(Refused::because(
                    "a list of lists or objects has a form in a query with `list = \"brackets\"` only",
                ));
            }
            None => {}
        }
        Ok(Open { outer, inner: self.query.name_length(), key: String::new() })
    }
}

impl Sink for Parameters<'_, '_> {
    type Open = Open;

    const NAME: &'static str = "a query";

    fn scalar<T: Scalar + Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        match self.in_list {
            Some(at) => self.query.element(at, value),
            None => self.query.parameter(value),
        }
        .map_err(Refused::from)
    }

    fn null(&mut self, is_none: bool) -> Result<(), Refused> {
        if is_none && self.in_list.is_none() { Ok(()) } else { Err(Refused::because("null has no form in a query")) }
    }

    fn bytes(&mut self, _: &[u8]) -> Result<(), Refused> {
        Err(Refused::because("bytes have no form in a query"))
    }

    fn open_list(&mut self) -> Result<Open, Refused> {
        self.open()
    }

    fn open_object(&mut self) -> Result<Open, Refused> {
        self.open()
    }

    fn variant(&mut self, with: VariantWith) -> Result<(), Refused> {
        Err(Refused::because(match with {
            VariantWith::Tuple => "a tuple variant has no form in a query",
            VariantWith::Fields => "a struct variant has no form in a query",
        }))
    }

    fn element(&mut self, _: &mut Open, at: usize) {
        self.in_list = Some(at);
    }

    fn key<K: Serialize + ?Sized>(&mut self, open: &mut Open, key: &K) -> Result<(), Refused> {
        open.key = key_text(key)?;
        self.query.push_member(&open.key);
        self.in_list = None;
        Ok(())
    }

    fn last_key(&self, open: &Open) -> String {
        open.key.clone()
    }

    fn leave(&mut self, open: &mut Open) {
        self.query.truncate_name(open.inner);
    }

    fn close(&mut self, open: Open) {
        self.query.truncate_name(open.outer);
    }
}
