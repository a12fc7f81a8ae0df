//! The tables: what an endpoint *is*, as data.
//!
//! An expansion writes them down once as constants; everything that an endpoint *does* reads them. They come in two
//! halves so that a program carries only what it uses: [`Spec`] and [`ErrorCase`] are read on every call,
//! [`Reference`] and [`CaseReference`] (docs, types, scopes) only by tools that ask.
//!
//! Tables are written by the macros alone, which are pinned to one exact version of this crate; fields may be added.

use http::StatusCode;

/// What the runtime reads of an endpoint on every call.
#[derive(Debug)]
pub struct Spec {
    /// The endpoint's name in traces and docs: the struct's.
    pub name: &'static str,
    /// The method, as sent.
    pub method: &'static str,
    /// The path template as written, such as `/organizations/<organization>`.
    pub path: &'static str,
    /// The template taken apart, in order.
    pub pieces: &'static [Piece],
    /// Where each value travels; a field that travels in two places has two rows.
    pub fields: &'static [Field],
    /// The statuses that count as success.
    pub success: Statuses,
}

impl Spec {
    /// Whether a body is sent: some field is declared to travel in it, even if all of them are absent in a call.
    pub(crate) fn has_body(&self) -> bool {
        self.fields.iter().any(|field| field.place == Place::Member)
    }
}

/// A piece of a path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// Text, sent as it stands.
    Text(&'static str),
    /// The value in this row of [`Spec::fields`], percent-encoded.
    Value(usize),
}

/// Where one value of an endpoint travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The field's name in Rust, for messages.
    pub name: &'static str,
    /// Its name on the wire.
    pub wire: &'static str,
    /// The part of the request that carries it.
    pub place: Place,
}

/// A part of a request that carries a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A segment of the path, RFC 3986 section 3.3.
    Path,
    /// A parameter of the query, RFC 3986 section 3.4.
    Query,
    /// A member of the JSON object that is the body.
    Member,
}

/// A set of HTTP statuses, as inclusive ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statuses(pub &'static [(u16, u16)]);

impl Statuses {
    /// Any 2xx, RFC 9110 section 15.3.
    pub const SUCCESSFUL: Self = Self(&[(200, 299)]);

    /// Whether `status` is in the set.
    #[must_use]
    pub fn contains(self, status: StatusCode) -> bool {
        let status = status.as_u16();
        self.0.iter().any(|&(first, last)| (first..=last).contains(&status))
    }
}

/// One documented error: what identifies it on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorCase {
    /// The statuses that it comes with.
    pub statuses: Statuses,
    /// Its code, as [`Problem::code`](crate::Problem) gives it.
    pub code: Option<&'static str>,
}

/// What tools want to know of an endpoint beside its [`Spec`].
#[derive(Debug)]
pub struct Reference {
    /// The struct's doc comment.
    pub docs: &'static str,
    /// The type of a success, as written.
    pub response: &'static str,
    /// Scopes of which one is needed to call it.
    pub scopes: &'static [&'static str],
    /// The struct's fields, in order.
    pub fields: &'static [FieldReference],
}

/// What tools want to know of a field.
#[derive(Debug)]
pub struct FieldReference {
    /// Its name in Rust.
    pub name: &'static str,
    /// Its doc comment.
    pub docs: &'static str,
    /// Its type, as written.
    pub ty: &'static str,
    /// Whether a call must give it.
    pub required: bool,
}

/// What tools want to know of a documented error, in the order of [`ErrorSet::CASES`](crate::ErrorSet::CASES).
#[derive(Debug)]
pub struct CaseReference {
    /// The variant's name.
    pub name: &'static str,
    /// Its doc comment.
    pub docs: &'static str,
    /// The type of its detail, as written.
    pub detail: Option<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_include_both_ends() {
        let statuses = Statuses(&[(200, 200), (400, 499)]);
        for (status, expected) in [(199, false), (200, true), (201, false), (400, true), (499, true), (500, false)] {
            assert_eq!(statuses.contains(StatusCode::from_u16(status).unwrap()), expected, "{status}");
        }
    }
}
