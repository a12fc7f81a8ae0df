//! Writing the query of a URL: parameters, lists and objects.

mod constants;
mod serializer;

use std::borrow::Cow;

use serde::Serialize;

pub(crate) use self::constants::Constants;
use self::serializer::serialize;
use crate::request::value::{Encoding, Scalar, TextWriter, ValueError, encoded};
use crate::spec::{ListStyle, ObjectStyle, QueryStyle};

/// The query of a request, at one of its parameters.
#[derive(Debug)]
pub struct QueryWriter<'a> {
    /// The URL so far.
    out: &'a mut String,
    /// Whether a `?` was written.
    started: &'a mut bool,
    /// The parameter's name, encoded.
    name: Cow<'a, str>,
    style: QueryStyle,
    encoding: Encoding,
}

impl<'a> QueryWriter<'a> {
    /// The query at the parameter `name`; `started` tells whether `out` has a `?` already.
    pub(crate) fn new(out: &'a mut String, started: &'a mut bool, name: &'a str, style: QueryStyle) -> Self {
        Self { out, started, name: encoded(name), style, encoding: Encoding::Url }
    }

    /// The same in a form.
    pub(crate) fn form(out: &'a mut String, started: &'a mut bool, name: &'a str, style: QueryStyle) -> Self {
        let encoding = Encoding::Form;
        Self { out, started, name: encoding.encoded(name), style, encoding }
    }

    /// Writes a value in its place.
    fn write(&mut self, value: &(impl Scalar + ?Sized)) -> Result<(), ValueError> {
        value.write_scalar(&mut TextWriter::new(self.out, self.encoding))
    }

    /// Writes `name=value`.
    ///
    /// # Errors
    ///
    /// Where the value has no text form.
    pub fn parameter(&mut self, value: &(impl Scalar + ?Sized)) -> Result<(), ValueError> {
        self.begin("");
        self.write(value)
    }

    /// Writes a list in the parameter's style; nothing where it is empty.
    ///
    /// # Errors
    ///
    /// Where an element has no text form.
    pub fn list<T: Scalar>(&mut self, list: &[T]) -> Result<(), ValueError> {
        list.iter().enumerate().try_for_each(|(at, element)| self.element(at, element))
    }

    /// Writes one element of a list, the one at this place.
    fn element(&mut self, at: usize, value: &(impl Scalar + ?Sized)) -> Result<(), ValueError> {
        match self.style.list.separator() {
            Some(" ") if at > 0 && self.encoding == Encoding::Form => self.out.push('+'),
            Some(" ") if at > 0 => self.out.push_str("%20"),
            Some(separator) if at > 0 => self.out.push_str(separator),
            _ if self.style.list == ListStyle::Brackets => self.begin("%5B%5D"),
            _ => self.begin(""),
        }
        self.write(value)
    }

    /// Begins a parameter, up to its `=`.
    fn begin(&mut self, behind_name: &str) {
        self.out.push(if *self.started { '&' } else { '?' });
        *self.started = true;
        self.out.push_str(&self.name);
        self.out.push_str(behind_name);
        self.out.push('=');
    }

    /// Writes what `value` serializes to: a member of an object as `name[member]=value`, an element of a list by
    /// repeating the name, nothing for `None`.
    ///
    /// # Errors
    ///
    /// Where the value holds what has no form in a query: null, bytes, a list inside a list.
    pub fn serialize(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), ValueError> {
        serialize(value, self)
    }

    /// Runs `write` with the member's name in brackets behind this one's.
    fn member<R>(&mut self, member: &str, write: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.name.len();
        // The brackets are percent-encoded as RFC 3986 section 3.4 asks; servers decode before they look.
        let (before, behind) = match self.style.object {
            ObjectStyle::Brackets => ("%5B", "%5D"),
            ObjectStyle::Dots => (".", ""),
        };
        self.name.to_mut().push_str(before);
        let member = self.encoding.encoded(member);
        self.name.to_mut().push_str(&member);
        self.name.to_mut().push_str(behind);
        let result = write(self);
        self.name.to_mut().truncate(length);
        result
    }
}

/// The names of the parameters of a query, encoded.
pub(crate) fn names(query: &str) -> impl Iterator<Item = String> {
    let names = query.split(['?', '&']).filter_map(|parameter| parameter.split('=').next());
    names.filter(|name| !name.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &impl Serialize) -> Result<String, String> {
        let (mut out, mut started) = (String::new(), false);
        QueryWriter::new(&mut out, &mut started, "a b", QueryStyle::default())
            .serialize(value)
            .map_err(|error| error.to_string())?;
        Ok(percent_encoding::percent_decode_str(&out).decode_utf8().unwrap().into_owned())
    }

    #[derive(serde::Serialize)]
    enum Choice {
        Unit,
        Newtype(u8),
    }

    #[derive(serde::Serialize)]
    struct Nested {
        list: Vec<u8>,
        none: Option<u8>,
        inner: std::collections::BTreeMap<u8, Choice>,
    }

    #[test]
    fn objects_stand_in_brackets_and_lists_repeat() {
        let inner = [(1, Choice::Unit), (2, Choice::Newtype(9))].into();
        let value = Nested { list: vec![1, 2], none: None, inner };
        let expected = "?a b[list]=1&a b[list]=2&a b[inner][1]=Unit&a b[inner][2][Newtype]=9";
        assert_eq!(written(&value).unwrap(), expected);
    }

    #[test]
    fn objects_in_a_list_stand_behind_their_index_in_brackets() {
        let style = QueryStyle { list: ListStyle::Brackets, object: ObjectStyle::Brackets };
        let (mut out, mut started) = (String::new(), false);
        let choices = [Choice::Newtype(1), Choice::Unit, Choice::Newtype(2)];
        QueryWriter::new(&mut out, &mut started, "a", style).serialize(&(choices, [[1]])).unwrap();
        let read = percent_encoding::percent_decode_str(&out).decode_utf8().unwrap();
        assert_eq!(read, "?a[0][0][Newtype]=1&a[0][]=Unit&a[0][2][Newtype]=2&a[1][0][]=1");
    }

    #[test]
    fn what_has_no_form_is_refused() {
        assert!(written(&[[1]]).unwrap_err().contains("list of lists"));
        assert!(written(&()).unwrap_err().contains("null"));
        assert!(written(&f64::NAN).unwrap_err().contains("finite"));
    }
}
