//! Header fields of replies: their text, their lists, and the types that are read from them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};
use std::str::FromStr;

use http::header::{HeaderMap, HeaderValue, SET_COOKIE};

use crate::request::header::list;
use crate::request::header::text::{HeaderText, TextError};
use crate::response::decode_error::DecodeError;
use crate::response::reply::Reply;

/// Fields that are not lists although a comma may be in them, so that each of their lines is one element: cookies
/// (RFC 6265 section 3) and dates (RFC 9110 section 5.6.7).
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

/// A value that is read from a header field: whatever implements `FromStr`.
///
/// A value is text in UTF-8 (RFC 9110 section 5.5). Bytes that are not UTF-8 are read as ISO-8859-1, which such fields were
/// in once, so that they never make a decode error out of a success; the bytes themselves are in [`Reply::headers`].
///
/// Lines of the same name are one value, joined by `, ` (RFC 9110 section 5.3). Lines that are all equal count once; of
/// `Set-Cookie`, which cannot be joined, it is the first.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a header",
    label = "expected a type that is parsed from text",
    note = "implement `FromStr` for it, or write `String`; a list is written `Vec<T>`"
)]
pub trait FromHeader: Sized {
    /// The value of a text; `None` if it is not one.
    #[doc(hidden)]
    fn from_text(text: &str) -> Option<Self>;

    /// A header that may be missing.
    #[doc(hidden)]
    fn read_option(reply: &Reply, name: &str) -> Result<Option<Self>, DecodeError> {
        combined(reply.headers(), name).map(|text| read(name, &text)).transpose()
    }

    /// A header that must be there.
    #[doc(hidden)]
    fn read_header(reply: &Reply, name: &str) -> Result<Self, DecodeError> {
        Self::read_option(reply, name)?.ok_or_else(|| missing(name))
    }

    /// A list; empty if the header is missing.
    #[doc(hidden)]
    fn read_list(reply: &Reply, name: &str) -> Result<Vec<Self>, DecodeError> {
        Self::read_list_option(reply, name).map(Option::unwrap_or_default)
    }

    /// A list that may be missing.
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
/// keys and values implement `FromStr`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a map of headers",
    label = "this member is a map of headers",
    note = "`prefix` accepts a `BTreeMap` or a `HashMap` of types that implement `FromStr`, such as `String`"
)]
pub trait FromHeaderMap: Sized {
    /// Those with this prefix, without the ones that are `named` by other members.
    #[doc(hidden)]
    fn read_map(reply: &Reply, prefix: &str, named: &[&str]) -> Result<Self, DecodeError>;

    /// The same; `None` if there are none.
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

/// Reads a header that must be there by a function for serde's `with`.
#[doc(hidden)]
pub fn read_with<T>(
    reply: &Reply,
    name: &str,
    read: impl FnOnce(HeaderText<'_>) -> Result<T, TextError>,
) -> Result<T, DecodeError> {
    let text = combined(reply.headers(), name).ok_or_else(|| missing(name))?;
    read(HeaderText(&text)).map_err(|_| wrong(name))
}

/// The same of a header that may be missing.
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

/// The text itself is not in the error: it may be a secret.
#[cold]
fn wrong(name: &str) -> DecodeError {
    DecodeError::new(format!("the header `{name}` is not of its type"))
}

/// The text of one line, without white space around it.
fn text(value: &HeaderValue) -> Cow<'_, str> {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => Cow::Borrowed(text.trim_matches(list::OWS)),
        // ISO-8859-1: the characters of the same numbers.
        Err(_) => Cow::Owned(value.as_bytes().trim_ascii().iter().copied().map(char::from).collect()),
    }
}

/// The value of all lines of this name.
fn combined<'a>(headers: &'a HeaderMap, name: &str) -> Option<Cow<'a, str>> {
    let mut lines = headers.get_all(name).iter();
    let first = lines.next()?;
    if name == SET_COOKIE.as_str() || lines.all(|line| line == first) {
        return Some(text(first));
    }
    let lines: Vec<Cow<'_, str>> = headers.get_all(name).iter().map(text).collect();
    Some(Cow::Owned(lines.join(", ")))
}

/// The elements of all lines of this name.
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

/// The names with this prefix, without those that are `named`.
fn names<'a>(headers: &'a HeaderMap, prefix: &str, named: &[&str]) -> Vec<&'a str> {
    let all = headers.keys().map(http::HeaderName::as_str);
    all.filter(|name| name.starts_with(prefix) && !named.contains(name)).collect()
}
