//! Writes parameters, lists and the names of members.

use std::borrow::Cow;

use crate::request::refused::ValueError;
use crate::request::scalar::Scalar;
use crate::request::text::{Encoding, TextWriter, encoded};
use crate::spec::{ListStyle, ObjectStyle, QueryStyle};

/// Writes one parameter into the query of a request.
#[derive(Debug)]
pub struct QueryWriter<'a> {
    /// The URL so far.
    out: &'a mut String,
    /// Whether the `?` was written.
    started: &'a mut bool,
    /// The encoded name of the parameter.
    name: Cow<'a, str>,
    style: QueryStyle,
    encoding: Encoding,
}

impl<'a> QueryWriter<'a> {
    /// Writes the query at the parameter `name`. `started` is whether `out` already contains a `?`.
    pub(crate) fn new(out: &'a mut String, started: &'a mut bool, name: &'a str, style: QueryStyle) -> Self {
        Self { out, started, name: encoded(name), style, encoding: Encoding::Url }
    }

    /// The same for a form.
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
    /// If the value cannot be written as text.
    pub fn parameter(&mut self, value: &(impl Scalar + ?Sized)) -> Result<(), ValueError> {
        self.begin("");
        self.write(value)
    }

    /// Writes a list in the parameter's style. Writes nothing if the list is empty.
    ///
    /// # Errors
    ///
    /// If an element cannot be written as text.
    pub fn list<'v, T: Scalar + 'v>(&mut self, list: impl IntoIterator<Item = &'v T>) -> Result<(), ValueError> {
        list.into_iter().enumerate().try_for_each(|(at, element)| self.element(at, element))
    }

    /// Writes the element of a list with this index.
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

    /// Begins a parameter, up to and including its `=`.
    fn begin(&mut self, after_name: &str) {
        self.out.push(if *self.started { '&' } else { '?' });
        *self.started = true;
        self.out.push_str(&self.name);
        self.out.push_str(after_name);
        self.out.push('=');
    }

    /// Appends the name of a member to the name.
    pub(super) fn push_member(&mut self, member: &str) {
        // RFC 3986 section 3.4 requires that the brackets are percent-encoded. Servers decode the name before they
        // parse it.
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

    /// Appends the index of an element to the name.
    pub(super) fn push_index(&mut self, at: usize) {
        self.name.to_mut().push_str(&format!("%5B{at}%5D"));
    }

    /// Returns the length of the name, for [`truncate_name`](Self::truncate_name).
    pub(super) fn name_length(&self) -> usize {
        self.name.len()
    }

    /// Removes what was appended to the name.
    pub(super) fn truncate_name(&mut self, length: usize) {
        if length < self.name.len() {
            self.name.to_mut().truncate(length);
        }
    }

    pub(super) fn list_style(&self) -> ListStyle {
        self.style.list
    }
}
