//! Places in JSON text, and what stands there, unread.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A place in a JSON value: a member's name or, where it begins with `/`, a JSON Pointer (RFC 6901); empty for the whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Pointer(pub(super) &'static str);

impl Pointer {
    /// The JSON text that stands there; `None` where nothing does, or on the way there is no JSON.
    pub(super) fn find(self, json: &str) -> Option<&str> {
        let (mut place, mut json) = (self, json);
        while let Some((token, rest)) = place.split() {
            (place, json) = (rest, token.child(json)?);
        }
        Some(json)
    }

    /// The same, from an object that holds `json` under `key`; `None` where it leads elsewhere.
    pub(super) fn find_under<'a>(self, key: &str, json: &'a RawValue) -> Option<&'a str> {
        let (token, rest) = self.split()?;
        if token.is(key) { rest.find(json.get()) } else { None }
    }

    /// Whether it is a member's name as it stands.
    fn is_name(self) -> bool {
        !self.0.is_empty() && !self.0.starts_with('/')
    }

    /// Whether it leads to a member of this name, or into it.
    pub(super) fn begins_with(self, key: &str) -> bool {
        if self.is_name() {
            return self.0 == key;
        }
        self.split().is_some_and(|(token, _)| token.is(key))
    }

    /// Whether it is a member of this name itself.
    pub(super) fn is(self, key: &str) -> bool {
        if self.is_name() {
            return self.0 == key;
        }
        self.split().is_some_and(|(token, rest)| token.is(key) && rest.0.is_empty())
    }

    pub(super) fn split(self) -> Option<(Token, Self)> {
        let Some(tokens) = self.0.strip_prefix('/') else {
            let name = Token { text: self.0, is_escaped: false };
            return (!self.0.is_empty()).then_some((name, Self::default()));
        };
        let (text, rest) = tokens.split_at(tokens.find('/').unwrap_or(tokens.len()));
        Some((Token { text, is_escaped: true }, Self(rest)))
    }

    /// Writes it behind `path` as [`DecodeError::path`](crate::DecodeError::path) does, such as `errors[0].detail`.
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

    /// The place in a list that it names.
    pub(super) fn index(self) -> Option<usize> {
        self.text.parse().ok()
    }

    fn child(self, json: &str) -> Option<&str> {
        let mut decoder = serde_json::Deserializer::from_str(json);
        let child = decoder.deserialize_any(Child(self)).ok()?;
        // What goes on behind its end is no JSON.
        decoder.end().ok()?;
        child
    }
}

/// The visitor of what a step leads to; of doubled members the last.
struct Child(Token);

impl<'de> Visitor<'de> for Child {
    type Value = Option<&'de str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut child = None;
        while let Some(key) = map.next_key_seed(Text)? {
            if self.0.is(&key) {
                child = Some(map.next_value::<&RawValue>()?.get());
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(child)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let (index, mut at, mut child) = (self.0.index(), 0, None);
        while let Some(element) = seq.next_element::<&RawValue>()? {
            if Some(at) == index {
                child = Some(element.get());
            }
            at += 1;
        }
        Ok(child)
    }
}

/// The text of a JSON string, borrowed where it holds no escapes; `None` for any other JSON.
pub(super) fn text(json: &str) -> Option<Cow<'_, str>> {
    Text.deserialize(&mut serde_json::Deserializer::from_str(json)).ok()
}

/// The decoder of a string, which borrows where it can.
pub(super) struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// The decoder of a string, or of anything else, which is passed over.
pub(super) struct TextIfAny;

impl<'de> DeserializeSeed<'de> for TextIfAny {
    type Value = Option<Cow<'de, str>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TextIfAny {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_map(map).map(|_| None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_pointers_find_what_stands_there() {
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
    fn a_path_reads_as_in_messages() {
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
