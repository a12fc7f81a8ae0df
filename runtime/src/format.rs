//! Error formats: where an API's errors carry their code, message and detail.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::endpoint::FromJson;
use crate::error::DecodeError;
use crate::reply::Reply;

/// What an error says of itself, as an [`ErrorFormat`] read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem<'a> {
    /// What kind of error it is, for programs; numbers as text.
    pub code: Option<Cow<'a, str>>,
    /// What happened, for people.
    pub message: Option<Cow<'a, str>>,
    /// More about it: JSON text, whose shape the documentation of the error tells.
    pub detail: Option<Cow<'a, str>>,
    /// Where the detail stands in the body, for messages.
    detail_path: &'static str,
}

impl<'a> Problem<'a> {
    /// A problem with this code, message and detail, the last one as JSON text.
    #[must_use]
    pub fn new(code: Option<Cow<'a, str>>, message: Option<Cow<'a, str>>, detail: Option<Cow<'a, str>>) -> Self {
        Self { code, message, detail, detail_path: "detail" }
    }

    fn into_owned(self) -> Problem<'static> {
        let owned = |text: Option<Cow<'a, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        Problem {
            code: owned(self.code),
            message: owned(self.message),
            detail: owned(self.detail),
            detail_path: self.detail_path,
        }
    }
}

impl Problem<'_> {
    /// The code, owned.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        self.code.as_deref().map(str::to_owned)
    }

    /// The message, owned.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        self.message.as_deref().map(str::to_owned)
    }

    /// The detail, decoded; where the reply has none, what `null` decodes into.
    ///
    /// # Errors
    ///
    /// Where the detail does not decode into `T`.
    pub fn detail<T: FromJson>(&self) -> Result<T, DecodeError> {
        let text = self.detail.as_deref().unwrap_or("null");
        serde_json::from_str(text)
            .map_err(|error| DecodeError::of_json(&error, text.as_bytes()).under(self.detail_path))
    }
}

/// Where an API's errors carry their code, message and detail.
pub trait ErrorFormat: Sync {
    /// Reads what a reply says of its error; `None` where the reply is not of this format, as a proxy's HTML is not.
    fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>>;
}

/// The format that needs no declaration: `{"error": {"code", "description" or "message", "detail"}}` or the same
/// members without the `error` around them.
///
/// The code must be a string: a number there is the status itself in some APIs.
#[derive(Debug, Clone, Copy, Default)]
pub struct StandardFormat;

impl ErrorFormat for StandardFormat {
    fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>> {
        read_standard(reply.body()).or_else(|| {
            // A byte order mark, or a byte that is no UTF-8 in some message, does not take the code away.
            let text = String::from_utf8_lossy(reply.body());
            let text = text.trim_start_matches('\u{feff}');
            (text.as_bytes() != reply.body()).then(|| read_standard(text.as_bytes()).map(Problem::into_owned))?
        })
    }
}

fn read_standard(body: &[u8]) -> Option<Problem<'_>> {
    let outer: Members<'_> = serde_json::from_slice(body).ok()?;
    let nested = outer.error.and_then(|error| serde_json::from_str::<Members<'_>>(error.get()).ok());
    let (members, detail_path) = match nested {
        Some(nested) if nested.code.is_some() || outer.code.is_none() => (nested, "error.detail"),
        _ => (outer, "detail"),
    };
    Some(Problem {
        code: members.code.and_then(text),
        message: members.description.and_then(text).or_else(|| members.message.and_then(text)),
        detail: members.detail.map(|detail| Cow::Borrowed(detail.get())),
        detail_path,
    })
}

/// The text of a JSON string, borrowed where it holds no escapes; `None` for any other JSON.
fn text(json: &RawValue) -> Option<Cow<'_, str>> {
    let mut decoder = serde_json::Deserializer::from_str(json.get());
    decoder.deserialize_str(Text).ok()
}

struct Text;

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

/// The members of an object that may matter, unread; of doubled ones the last.
#[derive(Default, Clone, Copy)]
struct Members<'a> {
    error: Option<&'a RawValue>,
    code: Option<&'a RawValue>,
    message: Option<&'a RawValue>,
    description: Option<&'a RawValue>,
    detail: Option<&'a RawValue>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Members::default();
        while let Some(key) = map.next_key()? {
            let member = match key {
                Key::Error => &mut members.error,
                Key::Code => &mut members.code,
                Key::Message => &mut members.message,
                Key::Description => &mut members.description,
                Key::Detail => &mut members.detail,
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *member = Some(map.next_value()?);
        }
        Ok(members)
    }
}

enum Key {
    Error,
    Code,
    Message,
    Description,
    Detail,
    Other,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Key, E> {
        Ok(match name {
            "error" => Key::Error,
            "code" => Key::Code,
            "message" => Key::Message,
            "description" => Key::Description,
            "detail" => Key::Detail,
            _ => Key::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Code, message and detail of a body, each empty where there is none.
    fn read(body: &str) -> Option<[String; 3]> {
        let response = http::Response::new(bytes::Bytes::copy_from_slice(body.as_bytes()));
        let reply = Reply::new(response, 1, Duration::ZERO);
        let problem = StandardFormat.read(&reply)?;
        Some([problem.code, problem.message, problem.detail].map(|text| text.unwrap_or_default().into_owned()))
    }

    fn assert_read(body: &str, expected: [&str; 3]) {
        assert_eq!(read(body), Some(expected.map(str::to_owned)), "{body}");
    }

    #[test]
    fn nested_and_flat_are_told_apart() {
        assert_read(r#"{"error":{"code":"c","description":"d","detail":{"a":[1]}}}"#, ["c", "d", r#"{"a":[1]}"#]);
        assert_read(r#"{"code":"c\n","message":"m","error":"Not Found"}"#, ["c\n", "m", ""]);
    }

    #[test]
    fn what_the_server_may_leave_out_is_none() {
        assert_read(r#"{"error":{"code":"c","description":null}}"#, ["c", "", ""]);
        assert_read(r#"{"error":{"code":"c","description":null,"message":"m"}}"#, ["c", "m", ""]);
    }

    #[test]
    fn a_nested_object_without_a_code_still_has_its_message() {
        assert_read(r#"{"error":{"message":"Bad key"}}"#, ["", "Bad key", ""]);
        assert_read(r#"{"error":{"message":"Bad key"},"code":"c"}"#, ["c", "", ""]);
    }

    #[test]
    fn a_byte_order_mark_and_a_broken_message_leave_the_code() {
        assert_read("\u{feff}{\"code\":\"c\"}", ["c", "", ""]);
        let body = [br#"{"code":"c","message":"caf"#.as_slice(), b"\xe9\"}"].concat();
        let reply = Reply::new(http::Response::new(bytes::Bytes::from(body)), 1, Duration::ZERO);
        let problem = StandardFormat.read(&reply).unwrap();
        assert_eq!((problem.code(), problem.message()), (Some("c".to_owned()), Some("caf\u{fffd}".to_owned())));
    }

    #[test]
    fn a_number_is_no_code() {
        assert_read(r#"{"code":412,"message":"m"}"#, ["", "m", ""]);
        assert_read(r#"{"error":{"code":412}}"#, ["", "", ""]);
    }

    #[test]
    fn what_is_not_of_the_format_is_none() {
        for body in ["", "<html>", "[]", "\"code\"", "{", r#"{"code":"c"} x"#, "null"] {
            assert_eq!(read(body), None, "{body}");
        }
    }
}
