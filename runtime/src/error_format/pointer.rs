//! Finds places in JSON text without decoding.

use std::borrow::Cow;

use super::scan::{InvalidJson, Scanner};
use crate::response::at;

/// A place in a JSON value: the name of a member or, if it begins with `/`, a JSON Pointer (RFC 6901); empty for the
/// whole value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Pointer(pub(super) &'static str);

impl Pointer {
    /// Returns the value at this place. Returns `None` if there is no value, or if the JSON before it is invalid.
    pub(super) fn find(self, json: &str) -> Option<&str> {
        let (mut place, mut json) = (self, json);
        while let Some((token, rest)) = place.split() {
            (place, json) = (rest, token.child(json).ok()??);
        }
        Some(json)
    }

    /// The same, for an object whose member `key` has this value. Returns `None` if this place is under another key.
    #[inline]
    pub(super) fn find_under<'a>(self, key: &str, value: &'a str) -> Option<&'a str> {
        // Most places are names, which need no unescaping.
        if self.0.starts_with('/') || self.0.is_empty() {
            return self.find_further(key, value);
        }
        (self.0 == key).then_some(value)
    }

    #[cold]
    fn find_further<'a>(self, key: &str, value: &'a str) -> Option<&'a str> {
        let (token, rest) = self.split()?;
        if token.is(key) { rest.find(value) } else { None }
    }

    pub(super) fn split(self) -> Option<(Token, Self)> {
        let Some(tokens) = self.0.strip_prefix('/') else {
            let name = Token { text: self.0, is_escaped: false };
            return (!self.0.is_empty()).then_some((name, Self::default()));
        };
        let (text, rest) = tokens.split_at(tokens.find('/').unwrap_or(tokens.len()));
        Some((Token { text, is_escaped: true }, Self(rest)))
    }

    /// Appends it to `path` in the form of [`DecodeError::path`](crate::error::DecodeError::path), such as
    /// `errors[0].detail`.
    pub(super) fn write_path(self, path: &mut String) {
        let mut place = self;
        while let Some((token, rest)) = place.split() {
            let name = token.name();
            if token.is_escaped && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
                path.push_str(&format!("[{name}]"));
            } else {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(&name);
            }
            place = rest;
        }
    }
}

/// One step into an object or a list.
#[derive(Clone, Copy)]
pub(super) struct Token {
    text: &'static str,
    is_escaped: bool,
}

impl Token {
    fn name(self) -> Cow<'static, str> {
        if self.is_escaped && self.text.contains('~') {
            return Cow::Owned(self.text.replace("~1", "/").replace("~0", "~"));
        }
        Cow::Borrowed(self.text)
    }

    pub(super) fn is(self, key: &str) -> bool {
        self.name() == key
    }

    /// Returns the index into a list.
    pub(super) fn index(self) -> Option<usize> {
        at::index(self.text)
    }

    /// Returns the value of this step. If a member occurs twice, it is the last one.
    fn child(self, json: &str) -> Result<Option<&str>, InvalidJson> {
        let mut scanner = Scanner::new(json);
        let mut child = None;
        if scanner.enters_object() {
            while let Some(key) = scanner.next_key()? {
                let unescaped = scanner.unescaped(key);
                let value = scanner.value()?;
                if self.is(unescaped.as_deref().unwrap_or(key)) {
                    child = Some(value);
                }
            }
        } else if scanner.enters_list() {
            let (index, mut at) = (self.index(), 0);
            while scanner.has_element()? {
                let value = scanner.value()?;
                if index == Some(at) {
                    child = Some(value);
                }
                at += 1;
            }
        }
        Ok(child.filter(|_| scanner.is_at_end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_pointers_find_their_values() {
        let json = r#"{"a":[{"b/c":1},[2]],"/":3,"m~n":{"":4}, "x":1,"x" : "last" }"#;
        for (pointer, expected) in [
            ("/a/0/b~1c", Some("1")),
            ("/a/1/0", Some("2")),
            ("/a/2", None),
            ("/a/b", None),
            ("a", Some(r#"[{"b/c":1},[2]]"#)),
            ("/~1", Some("3")),
            ("m~n", Some(r#"{"":4}"#)),
            ("/m~0n/", Some("4")),
            ("/x/y", None),
            ("x", Some("\"last\"")),
            ("", Some(json)),
        ] {
            assert_eq!(Pointer(pointer).find(json), expected, "{pointer}");
        }
        assert_eq!(Pointer("a").find(r#"{"a":1} x"#), None);
    }

    #[test]
    fn path_has_the_form_of_messages() {
        for (pointers, expected) in [
            (["/errors/0", "detail"], "errors[0].detail"),
            (["", "details"], "details"),
            (["/0", ""], "[0]"),
            (["error", "/extensions/a~1b"], "error.extensions.a/b"),
            (["", ""], ""),
        ] {
            let mut path = String::new();
            for pointer in pointers {
                Pointer(pointer).write_path(&mut path);
            }
            assert_eq!(path, expected);
        }
    }
}
