//! Reads header fields of replies: text, lists, and the types that are read from them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};
use std::str::FromStr;

use http::header::{HeaderMap, HeaderValue, SET_COOKIE};

use crate::request::header::list;
use crate::request::header::text::{HeaderText, TextError};
use crate::response::decode_error::DecodeError;
use crate::response::reply::Reply;

/// Fields that are not lists although their value may contain a comma: cookies (RFC 6265 section 3) and dates (RFC 9110
/// section 5.6.7). Each of their lines is one element.
const NOT_LISTS: [&str; 9] = [
    "date",
    "deprecation",
    "expires",
    "if-modified-since",
    "if-unmodified-since",
    "last-modified",
    "retry-after",
    "set-cookie",
    "sunset",
];

/// A value that is read from a header field. Implemented for every type that implements `FromStr`. It cannot be
/// implemented by hand: implement `FromStr` instead.
///
/// The value is read as UTF-8. If it is not valid UTF-8, it is read as ISO-8859-1, the historical encoding of header
/// fields (RFC 9110 section 5.5). So the encoding never makes a call fail. [`Reply::headers`] has the original bytes.
///
/// Field lines with the same name are joined to one value by `, ` (RFC 9110 section 5.3). If all lines are equal, the
/// value is used once. `Set-Cookie` cannot be joined: its first line is used.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a header",
    label = "expected a type that is parsed from text",
    note = "implement `FromStr` for it, or write `String`; a list is written `Vec<T>`"
)]
pub trait FromHeader: Sized {
    /// Parses a text. Returns `None` if it is not a valid value.
    #[doc(hidden)]
    fn from_text(text: &str) -> Option<Self>;

    /// Reads an optional header.
    #[doc(hidden)]
    fn read_option(reply: &Reply, name: &str) -> Result<Option<Self>, DecodeError> {
        combined(reply.headers(), name).map(|text| read(name, &text)).transpose()
    }

    /// Reads a required header.
    #[doc(hidden)]
    fn read_header(reply: &Reply, name: &str) -> Result<Self, DecodeError> {
        Self::read_option(reply, name)?.ok_or_else(|| missing(name))
    }

    /// Reads a list. It is empty if the header is missing.
    #[doc(hidden)]
    fn read_list(reply: &Reply, name: &str) -> Result<Vec<Self>, DecodeError> {
        Self::read_list_option(reply, name).map(Option::unwrap_or_default)
    }

    /// Reads an optional list.
    #[doc(hidden)]
    fn read_list_option(reply: &Reply, name: &str) -> Result<Option<Vec<Self>>, DecodeError> {
        let elements = elements(reply.headers(), name);
        elements.map(|elements| elements.iter().map(|element| read(name, element)).collect()).transpose()
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromStr> FromHeader for T {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// A map that is read from the header fields with a prefix, in `#[header(prefix = "..")]`: a `BTreeMap` or a `HashMap` whose
/// keys and values implement `FromStr`. It cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a map of headers",
    label = "this member is a map of headers",
    note = "`prefix` accepts a `BTreeMap` or a `HashMap` of types that implement `FromStr`, such as `String`"
)]
pub trait FromHeaderMap: Sized {
    /// Reads the fields with this prefix, except the ones that other members have (`named`).
    #[doc(hidden)]
    fn read_map(reply: &Reply, prefix: &str, named: &[&str]) -> Result<Self, DecodeError>;

    /// The same, but returns `None` if there are none.
    #[doc(hidden)]
    fn read_map_option(reply: &Reply, prefix: &str, named: &[&str]) -> Result<Option<Self>, DecodeError> {
        let is_empty = names(reply.headers(), prefix, named).is_empty();
        if is_empty { Ok(None) } else { Self::read_map(reply, prefix, named).map(Some) }
    }
}

macro_rules! maps {
    ($([$($generics:tt)*] $ty:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> FromHeaderMap for $ty {
            fn read_map(reply: &Reply, prefix: &str, named: &[&str]) -> Result<Self, DecodeError> {
                let entry = |name: &str| Ok((read(name, &name[prefix.len()..])?, FromHeader::read_header(reply, name)?));
                names(reply.headers(), prefix, named).into_iter().map(entry).collect()
            }
        }
    )*};
}

maps! {
    [K: FromStr + Ord, V: FromStr] BTreeMap<K, V>;
    [K: FromStr + Eq + Hash, V: FromStr, S: BuildHasher + Default] HashMap<K, V, S>;
}

/// Reads a required header by a function for serde's `with`.
#[doc(hidden)]
pub fn read_with<T>(
    reply: &Reply,
    name: &str,
    read: impl FnOnce(HeaderText<'_>) -> Result<T, TextError>,
) -> Result<T, DecodeError> {
    let text = combined(reply.headers(), name).ok_or_else(|| missing(name))?;
    read(HeaderText(&text)).map_err(|_| wrong(name))
}

/// Reads an optional header by a function for serde's `with`.
#[doc(hidden)]
pub fn read_with_option<T>(
    reply: &Reply,
    name: &str,
    read: impl FnOnce(HeaderText<'_>) -> Result<Option<T>, TextError>,
) -> Result<Option<T>, DecodeError> {
    let Some(text) = combined(reply.headers(), name) else { return Ok(None) };
    read(HeaderText(&text)).map_err(|_| wrong(name))
}

fn read<T: FromHeader>(name: &str, text: &str) -> Result<T, DecodeError> {
    T::from_text(text).ok_or_else(|| wrong(name))
}

#[cold]
fn missing(name: &str) -> DecodeError {
    DecodeError::new(format!("the header `{name}` is missing"))
}

/// The error does not contain the value, because it may be a secret.
#[cold]
fn wrong(name: &str) -> DecodeError {
    DecodeError::new(format!("the header `{name}` is not valid for its type"))
}

/// Returns the text of one line, without surrounding white space.
fn text(value: &HeaderValue) -> Cow<'_, str> {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => Cow::Borrowed(text.trim_matches(list::OWS)),
        // ISO-8859-1: each byte is the character with the same number.
        Err(_) => Cow::Owned(value.as_bytes().trim_ascii().iter().copied().map(char::from).collect()),
    }
}

/// Joins all lines of this name to one value.
fn combined<'a>(headers: &'a HeaderMap, name: &str) -> Option<Cow<'a, str>> {
    let mut lines = headers.get_all(name).iter();
    let first = lines.next()?;
    if name == SET_COOKIE.as_str() || lines.all(|line| line == first) {
        return Some(text(first));
    }
    let lines: Vec<Cow<'_, str>> = headers.get_all(name).iter().map(text).collect();
    Some(Cow::Owned(lines.join(", ")))
}

/// Splits all lines of this name into list elements.
fn elements(headers: &HeaderMap, name: &str) -> Option<Vec<String>> {
    let lines = headers.get_all(name).iter().map(text);
    let mut elements: Vec<String> = Vec::new();
    let mut is_there = false;
    for line in lines {
        is_there = true;
        match name {
            _ if NOT_LISTS.contains(&name) => elements.push(line.into_owned()),
            "www-authenticate" | "proxy-authenticate" => elements.extend(list::challenges(&line)),
            _ => {
                let brackets = list::brackets(name);
                elements.extend(list::elements(&line, brackets).map(|element| list::unquoted(element).into_owned()));
            }
        }
    }
    is_there.then_some(elements)
}

/// Returns the names with this prefix, except those in `named`.
fn names<'a>(headers: &'a HeaderMap, prefix: &str, named: &[&str]) -> Vec<&'a str> {
    let all = headers.keys().map(http::HeaderName::as_str);
    all.filter(|name| name.starts_with(prefix) && !named.contains(name)).collect()
}
