//! Which types may travel where, and how each is written there.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::refused::by_json;
use super::{Scalar, TextWriter, ValueError};
use crate::request::header::list::quote_element;
use crate::request::query::QueryWriter;

/// A value that may stand in a path: every [`Scalar`], and every `#[derive(Lookup)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent in a path",
    label = "this field is sent in the path",
    note = "a path accepts a string, a number, a boolean, a type that derives `Lookup` or one that derives `callsheet::Scalar`; for a list, write `#[path(list = \"comma\")]`"
)]
pub trait PathValue {
    /// Writes the value as one segment, which is percent-encoded.
    ///
    /// # Errors
    ///
    /// Where the value has no text form.
    fn write_path(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError>;

    /// Whether the path says all of it, so that the same value is left out of the body: so a lookup by id, where the
    /// body would only repeat the id.
    fn is_whole_in_path(&self) -> bool {
        false
    }

    /// Whether the path holds a placeholder alone, so that the same value must travel in the body or the query too: so a
    /// lookup by another key than its first.
    fn is_placeholder_in_path(&self) -> bool {
        false
    }

    /// The value as a lookup, if its type derives [`Lookup`](crate::Lookup).
    #[doc(hidden)]
    fn as_lookup(&self) -> Option<&dyn LookupValue> {
        None
    }
}

/// What `#[derive(Lookup)]` implements: a value that is also sent beside the path if the path does not contain all of it.
#[doc(hidden)]
pub trait LookupValue: PathValue + QueryValue + JsonValue {}

#[diagnostic::do_not_recommend]
impl<T: Scalar + ?Sized> PathValue for T {
    fn write_path(&self, to: &mut TextWriter<'_>) -> Result<(), ValueError> {
        self.write_scalar(to)
    }
}

/// A value that makes up several segments at the end of a path, in `<name..>`: text with slashes, or a list.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the segments of a path",
    label = "this field is the end of the path",
    note = "`<name..>` accepts a string with slashes, or a list of strings, numbers or booleans"
)]
pub trait PathTailValue {
    /// Its segments, as they are before they are encoded.
    ///
    /// # Errors
    ///
    /// Where an element has no text form.
    fn segments(&self) -> Result<Vec<String>, ValueError>;
}

#[diagnostic::do_not_recommend]
impl PathTailValue for str {
    fn segments(&self) -> Result<Vec<String>, ValueError> {
        Ok(self.split('/').map(str::to_owned).collect())
    }
}

#[diagnostic::do_not_recommend]
impl PathTailValue for String {
    fn segments(&self) -> Result<Vec<String>, ValueError> {
        self.as_str().segments()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> PathTailValue for [T] {
    fn segments(&self) -> Result<Vec<String>, ValueError> {
        let text = |element: &T| {
            let mut segment = String::new();
            element.write_scalar(&mut TextWriter::plain(&mut segment))?;
            Ok(segment)
        };
        self.iter().map(text).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> PathTailValue for Vec<T> {
    fn segments(&self) -> Result<Vec<String>, ValueError> {
        self.as_slice().segments()
    }
}

/// A value that may stand in a query: every [`Scalar`], an `Option` or a list of them, and what derives
/// [`Arguments`](crate::Arguments) or [`Lookup`](crate::Lookup).
///
/// A list repeats its name (`ids=a&ids=b`), an object puts its members in brackets (`organization[identifier]=acme`),
/// where `#[query(list = "..", object = "..")]` does not say otherwise; `None` is left out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent in a query",
    label = "this field is sent in the query",
    note = "a query accepts a string, a number, a boolean, an `Option` or a list of these, a type that derives `Arguments` or `Lookup`, or one that derives `callsheet::Scalar`"
)]
pub trait QueryValue {
    /// Writes the parameters that make up the value.
    ///
    /// # Errors
    ///
    /// Where the value has no form in a query.
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + ?Sized> QueryValue for T {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        to.parameter(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: QueryValue> QueryValue for Option<T> {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        self.as_ref().map_or(Ok(()), |value| value.write_query(to))
    }
}

#[diagnostic::do_not_recommend]
impl<T: QueryElement> QueryValue for [T] {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        T::write_list(self, to)
    }
}

#[diagnostic::do_not_recommend]
impl<T: QueryElement> QueryValue for Vec<T> {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        T::write_list(self, to)
    }
}

#[diagnostic::do_not_recommend]
impl<T: QueryElement, const N: usize> QueryValue for [T; N] {
    fn write_query(&self, to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        T::write_list(self, to)
    }
}

/// A value that may be an element of a list in a query: every [`Scalar`], and what derives
/// [`Arguments`](crate::Arguments) or [`Lookup`](crate::Lookup), in the list style `brackets`.
#[diagnostic::on_unimplemented(
    message = "a list of `{Self}` cannot be sent in a query",
    label = "this field is sent in the query",
    note = "a query accepts a list of strings, numbers, booleans, types that derive `Arguments` or `Lookup`, or ones that derive `callsheet::Scalar`"
)]
pub trait QueryElement: Sized {
    /// Writes a list of them.
    ///
    /// # Errors
    ///
    /// Where an element has no form in the list's style.
    fn write_list(list: &[Self], to: &mut QueryWriter<'_>) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> QueryElement for T {
    fn write_list(list: &[Self], to: &mut QueryWriter<'_>) -> Result<(), ValueError> {
        to.list(list)
    }
}

/// A value that may stand in a header: every [`Scalar`], and an `Option` or a list of them.
///
/// A list is joined by `, ` (RFC 9110 section 5.6.1). An element that a reader finds as it is, is sent as it is, with the
/// quotes that it has: `a`, `"a,b"`, the entity tag `W/"a"`, `text/html; level="1"`. Any other is quoted (section 5.6.4): one
/// that is empty, has a comma or a stray quote, or begins or ends with white space. A comma in the target of a `Link` (`<a,b>`) or in
/// a comment of `Via` is none of these. An empty list and `None` are left out.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent in a header",
    label = "this field is a header",
    note = "a header accepts a string, a number, a boolean, an `Option` or a list of these, or a type that derives `callsheet::Scalar`"
)]
pub trait HeaderFieldValue {
    /// Writes the value of the field `name`, in lower case; `false` where there is none to send.
    ///
    /// # Errors
    ///
    /// Where the value has no text form.
    fn write_header(&self, name: &str, to: &mut String) -> Result<bool, ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + ?Sized> HeaderFieldValue for T {
    fn write_header(&self, _: &str, to: &mut String) -> Result<bool, ValueError> {
        self.write_scalar(&mut TextWriter::plain(to))?;
        Ok(true)
    }
}

#[diagnostic::do_not_recommend]
impl<T: HeaderFieldValue> HeaderFieldValue for Option<T> {
    fn write_header(&self, name: &str, to: &mut String) -> Result<bool, ValueError> {
        self.as_ref().map_or(Ok(false), |value| value.write_header(name, to))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> HeaderFieldValue for [T] {
    fn write_header(&self, name: &str, to: &mut String) -> Result<bool, ValueError> {
        for (at, element) in self.iter().enumerate() {
            if at > 0 {
                to.push_str(", ");
            }
            let start = to.len();
            element.write_scalar(&mut TextWriter::plain(to))?;
            quote_element(name, to, start);
        }
        Ok(!self.is_empty())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> HeaderFieldValue for Vec<T> {
    fn write_header(&self, name: &str, to: &mut String) -> Result<bool, ValueError> {
        self.as_slice().write_header(name, to)
    }
}

/// A map whose keys are names of query parameters, in `#[query(flatten)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a map of query parameters",
    label = "this field is flattened into the query",
    note = "`flatten` accepts a `BTreeMap` or a `HashMap` of strings to values that a query accepts"
)]
pub trait QueryMapValue {
    /// Its entries, in the order of their keys.
    fn entries(&self) -> Vec<(&str, &dyn QueryValue)>;
}

/// A map whose keys are names of headers, in `#[header(prefix = "..")]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a map of headers",
    label = "this field is a map of headers",
    note = "`prefix` accepts a `BTreeMap` or a `HashMap` of strings to values that a header accepts"
)]
pub trait HeaderMapValue {
    /// Its entries, in the order of their keys.
    fn entries(&self) -> Vec<(&str, &dyn HeaderFieldValue)>;
}

/// Both kinds of maps, which differ in their values alone.
macro_rules! maps {
    ($($name:ident: $value:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<K: AsRef<str>, V: $value> $name for BTreeMap<K, V> {
            fn entries(&self) -> Vec<(&str, &dyn $value)> {
                self.iter().map(|(key, value)| (key.as_ref(), value as _)).collect()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<K: AsRef<str>, V: $value, S> $name for HashMap<K, V, S> {
            fn entries(&self) -> Vec<(&str, &dyn $value)> {
                let mut entries: Vec<(&str, &dyn $value)> =
                    self.iter().map(|(key, value)| (key.as_ref(), value as _)).collect();
                // Not in an order that changes from run to run.
                entries.sort_by_key(|(key, _)| *key);
                entries
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: $name> $name for Option<T> {
            fn entries(&self) -> Vec<(&str, &dyn $value)> {
                self.as_ref().map(T::entries).unwrap_or_default()
            }
        }
    )*};
}

maps! {
    QueryMapValue: QueryValue;
    HeaderMapValue: HeaderFieldValue;
}

/// A value that may stand in a JSON body: whatever implements serde's `Serialize`, as every type does that derives
/// [`Arguments`](crate::Arguments) or [`Lookup`](crate::Lookup).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent in a JSON body",
    label = "this field is sent in the JSON body",
    note = "derive `callsheet::Arguments` or serde's `Serialize` for it"
)]
pub trait JsonValue {
    /// Appends the value as JSON text.
    ///
    /// # Errors
    ///
    /// Where its `Serialize` fails, or holds a float that is not finite: JSON has no form for it.
    fn write_json(&self, to: &mut Vec<u8>) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> JsonValue for T {
    fn write_json(&self, to: &mut Vec<u8>) -> Result<(), ValueError> {
        let start = to.len();
        serde_json::to_writer(&mut *to, self).map_err(|error| by_json(&error))?;
        // serde_json writes `null` for NaN and the infinities; only where a null stands can one hide.
        if crate::request::finite::may_hide(&to[start..]) { crate::request::finite::check(self) } else { Ok(()) }
    }
}

/// A value that may be a whole body of text: whatever is `AsRef<str>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not text",
    label = "this field is the body, as text",
    note = "write `String`"
)]
pub trait TextValue {
    /// The text.
    fn text(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<str> + ?Sized> TextValue for T {
    fn text(&self) -> &str {
        self.as_ref()
    }
}

/// A value that may be a whole body of bytes: whatever is `AsRef<[u8]>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not bytes",
    label = "this field is the body, as bytes",
    note = "write `bytes::Bytes` or `Vec<u8>`"
)]
pub trait BytesValue {
    /// The bytes.
    fn bytes(&self) -> &[u8];
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<[u8]> + ?Sized> BytesValue for T {
    fn bytes(&self) -> &[u8] {
        self.as_ref()
    }
}
