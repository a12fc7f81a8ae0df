//! Parameters, lists and the names of members.

use std::borrow::Cow;

use crate::request::refused::ValueError;
use crate::request::scalar::Scalar;
use crate::request::text::{Encoding, TextWriter, encoded};
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
    /// If the value has no text form.
    pub fn parameter(&mut self, value: &(impl Scalar + ?Sized)) -> Result<(), ValueError> {
        self.begin("");
        self.write(value)
    }

    /// Writes a list in the parameter's style; nothing if it is empty.
    ///
    /// # Errors
    ///
    /// If an element has no text form.
    pub fn list<'v, T: Scalar + 'v>(&mut self, list: impl IntoIterator<Item = &'v T>) -> Result<(), ValueError> {
        list.into_iter().enumerate().try_for_each(|(at, element)| self.element(at, element))
    }

    /// Writes one element of a list, the one at this place.
    pub(super) fn element(&mut self, at: usize, value: &(impl Scalar + ?Sized)) -> Result<(), ValueError> {
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
    fn begin(&mut self, after_name: &str) {
        self.out.push(if *self.started { '&' } else { '?' });
        *self.started = true;
        self.out.push_str(&self.name);
        self.out.push_str(after_name);
        self.out.push('=');
    }

    /// Adds a member's name to this one's.
    pub(super) fn push_member(&mut self, member: &str) {
        // The brackets are percent-encoded as RFC 3986 section 3.4 requires; servers decode before they look.
        let (before, after) = match self.style.object {
            ObjectStyle::Brackets => ("%5B", "%5D"),
            ObjectStyle::Dots => (".", ""),
        };
        let member = self.encoding.encoded(member);
        let name = self.name.to_mut();
        name.push_str(before);
        name.push_str(&member);
        name.push_str(after);
    }

    /// Adds the place of an element to the name.
    pub(super) fn push_index(&mut self, at: usize) {
        self.name.to_mut().push_str(&format!("%5B{at}%5D"));
    }

    /// How long the name is, for [`truncate_name`](Self::truncate_name).
    pub(super) fn name_length(&self) -> usize {
        self.name.len()
    }

    /// Removes what was added to the name.
    pub(super) fn truncate_name(&mut self, length: usize) {
        if length < self.name.len() {
            self.name.to_mut().truncate(length);
        }
    }

    pub(super) fn list_style(&self) -> ListStyle {
        self.style.list
    }
}
