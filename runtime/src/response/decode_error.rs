//! [`DecodeError`]: the path in a body and the reason, without values of the body.

use std::fmt;

pub(crate) mod explain;
mod path;

use self::path::path_at;
use crate::response::raw::{Raw, UTF8_REPLACEMENT};
use crate::text::{Cut, Escaped, MAX_CODE};

/// The error of a text that does not decode: the path, what was found, and what was expected.
///
/// It contains the JSON path that failed, such as `organization.users[0].owner`, but no value of the reply, because
/// values may be personal or secret. They are in the reply's body. If the body is not JSON, the error explains why: it
/// names the content type, a content encoding that was not decoded, or what the body looks like.
///
/// The path ends at the position at which the decoder stopped. Some types decode their members first and reject them
/// afterwards: untagged enums, `flatten`, and types with a custom conversion. For these the path is that of the whole
/// value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    reason: String,
    /// Whether the text is JSON, but does not match the type.
    is_shape: bool,
    /// The reason why the text is not JSON.
    explanation: Option<Box<str>>,
    /// The name of the event whose data is the text.
    event: Option<Box<str>>,
}

impl DecodeError {
    /// Creates an error with a reason. The reason should not contain values of the reply.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { path: String::new(), reason: reason.into(), is_shape: true, explanation: None, event: None }
    }

    /// Converts the error of serde_json for `text`, which is the text of this body.
    pub(crate) fn of_body(error: &serde_json::Error, text: &str, raw: Raw<'_>) -> Self {
        let decoded = Self::of_json(error, text.as_bytes());
        let explanation = if decoded.is_shape { None } else { explain::not_json(raw) };
        Self { explanation: explanation.map(String::into_boxed_str), ..decoded }
    }

    /// Converts the error of serde_json for `text`.
    pub(crate) fn of_json(error: &serde_json::Error, text: &[u8]) -> Self {
        if text.iter().all(u8::is_ascii_whitespace) {
            return Self { is_shape: false, ..Self::new("the body is empty, expected a value") };
        }
        let stop = offset(text, error.line(), error.column());
        let message = error.to_string();
        let (inner, message) = inner_path(without_position(&message));
        let reason = match error.classify() {
            serde_json::error::Category::Data => without_values(message),
            serde_json::error::Category::Syntax if is_utf8_replacement(text, stop) => {
                "the text is not valid UTF-8 here".to_owned()
            }
            _ => message.to_owned(),
        };
        let is_shape = error.classify() == serde_json::error::Category::Data;
        Self { path: joined(path_at(&text[..stop]), inner), reason, is_shape, explanation: None, event: None }
    }

    /// Prepends `member` to the path, for a text that is the value of this member.
    pub(crate) fn under(mut self, member: &str) -> Self {
        self.path = joined(member.to_owned(), &self.path);
        self
    }

    /// Adds the name of the event whose data is the text.
    pub(crate) fn in_event(mut self, name: Box<str>) -> Self {
        self.event = Some(name);
        self
    }

    /// Returns the name of the event whose data is the text, unless it is `message`.
    pub(crate) fn event(&self) -> Option<&str> {
        self.event.as_deref()
    }

    /// Returns the JSON path that failed, such as `organization.users[0].owner`; empty for the whole text.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether the text is JSON, but does not match the type.
    pub(crate) fn is_shape(&self) -> bool {
        self.is_shape
    }

    /// Returns the reason why the text is not JSON, in a few words.
    pub(crate) fn explanation(&self) -> Option<&str> {
        self.explanation.as_deref()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(event) = &self.event {
            write!(f, "event `{}`: ", Cut(event, MAX_CODE))?;
        }
        if !self.path.is_empty() {
            write!(f, "`{}`: ", Escaped(&self.path))?;
        }
        write!(f, "{}", Escaped(&self.reason))?;
        match &self.explanation {
            Some(explanation) => write!(f, " ({explanation})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Joins the path of a value and a path inside it.
fn joined(mut outer: String, inner: &str) -> String {
    let is_separated = !outer.is_empty() && !inner.is_empty() && !inner.starts_with('[');
    outer.push_str(if is_separated { "." } else { "" });
    outer.push_str(inner);
    outer
}

/// The start of a message that contains the path of its error. The invisible character distinguishes it from the
/// messages of other types, which may quote the text.
const AT: &str = "at\u{2060} `";

/// Creates the message of an error in a value that was read separately from the rest of the text. The value is under
/// `at`, and `text` is its text. The message contains the path, which [`DecodeError`] appends to the path of the value.
pub(crate) fn located(at: &str, error: &serde_json::Error, text: &str) -> String {
    let message = error.to_string();
    let (inner, message) = inner_path(without_position(&message));
    let stop = offset(text.as_bytes(), error.line(), error.column());
    let path = joined(joined(at.to_owned(), &path_at(&text.as_bytes()[..stop])), inner);
    if path.is_empty() { message.to_owned() } else { format!("{AT}{}`: {message}", path.replace('`', "'")) }
}

/// Splits a message of [`located`] into the path and the rest.
fn inner_path(message: &str) -> (&str, &str) {
    let located = message.strip_prefix(AT).and_then(|rest| rest.split_once("`: "));
    located.unwrap_or(("", message))
}

/// Whether the decoder stopped at a replacement for bytes that are not valid UTF-8.
fn is_utf8_replacement(text: &[u8], stop: usize) -> bool {
    let at = |start: usize| text.get(start..).is_some_and(|text| text.starts_with(UTF8_REPLACEMENT.as_bytes()));
    // In a string, the decoder reads the replacement first; elsewhere it stops at its first byte.
    at(stop.saturating_sub(UTF8_REPLACEMENT.len())) || at(stop.saturating_sub(1))
}

/// Converts line and column to an offset. serde_json counts lines from 1 and columns in bytes.
fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let start_of_line = match line {
        0 | 1 => 0,
        _ => {
            let mut newlines = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            newlines.nth(line - 2).map_or(0, |(at, _)| at + 1)
        }
    };
    (start_of_line + column).min(text.len())
}

/// Removes ` at line 1 column 2` from a message of serde_json.
fn without_position(message: &str) -> &str {
    message.rfind(" at line ").map_or(message, |end| &message[..end])
}

/// Removes the value that was found from a message of serde.
///
/// Names from the type's definition are kept; quotes from the text are removed. Any other message was written by the
/// type and may quote anything, so it is replaced completely.
fn without_values(message: &str) -> String {
    for words in ["missing field ", "duplicate field "] {
        if message.strip_prefix(words).is_some_and(is_name) {
            return message.to_owned();
        }
    }
    if let Some(rest) = message.strip_prefix("invalid length ") {
        let (digits, expected) = rest.split_once(", expected ").unwrap_or((rest, ""));
        let is_length = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && !expected.is_empty();
        return if is_length { message.to_owned() } else { "invalid length".to_owned() };
    }
    for words in ["unknown variant", "unknown field"] {
        if message.strip_prefix(words).is_some_and(|rest| rest.starts_with(" `")) {
            // Search from the end, because the text itself may contain something that looks like the list.
            let at = message.rfind("`, expected ").filter(|_| !message.contains("`, there are no "));
            return format!("{words}{}", at.map_or("", |at| &message[at + 1..]));
        }
    }
    for start in ["invalid type: ", "invalid value: "] {
        if let Some(found) = message.strip_prefix(start) {
            return match split_found(found) {
                Some((kind, expected)) => format!("found {kind}, {expected}"),
                None => start.trim_end_matches(": ").to_owned(),
            };
        }
    }
    "the type rejected the value".to_owned()
}

/// Splits serde's `string "x", expected a boolean` into the kind of the value and the rest.
fn split_found(found: &str) -> Option<(&str, &str)> {
    const QUOTED: [(&str, char); 5] =
        [("string ", '"'), ("integer ", '`'), ("floating point ", '`'), ("boolean ", '`'), ("character ", '`')];
    for (kind, quote) in QUOTED {
        if let Some(value) = found.strip_prefix(kind).and_then(|rest| rest.strip_prefix(quote)) {
            let end = end_of_quoted(value, quote)?;
            return Some((kind.trim_end(), value[end..].strip_prefix(", ")?));
        }
    }
    // serde uses only these words. Any other message was written by the type and may quote the text.
    let (kind, _) = found.split_once(", expected ")?;
    KINDS.contains(&kind).then(|| (kind, &found[kind.len() + 2..]))
}

/// The words of serde and serde_json for a value that is not quoted.
const KINDS: [&str; 13] = [
    "null",
    "unit value",
    "Option value",
    "newtype struct",
    "sequence",
    "map",
    "enum",
    "unit variant",
    "newtype variant",
    "tuple variant",
    "struct variant",
    "byte array",
    "number",
];

/// Whether this is the name of a member in backticks, as in a definition.
fn is_name(quoted: &str) -> bool {
    let name = quoted.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    name.is_some_and(|name| name.chars().all(|char| char.is_alphanumeric() || "_-.$@:".contains(char)))
}

/// Returns the position after the closing quote of a value that was written with Rust's escapes.
fn end_of_quoted(value: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, char) in value.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if char == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn error_of<T: serde::de::DeserializeOwned>(text: &str) -> String {
        let error = serde_json::from_slice::<T>(text.as_bytes()).err().expect("a text that does not decode");
        DecodeError::of_json(&error, text.as_bytes()).to_string()
    }

    #[derive(serde::Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct User {
        owner: bool,
        role: Option<Role>,
        roles: Option<Vec<u8>>,
    }

    #[derive(serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Role {
        Admin,
        Member,
    }

    type Users = BTreeMap<String, Vec<User>>;

    #[test]
    fn path_is_that_of_the_value_that_fails() {
        for (text, expected) in [
            (r#"{"users":[{"owner":true},{"owner":"s3cret"}]}"#, "`users[1].owner`: found string, expected a boolean"),
            (r#"{"users":[{"owner":true,"role":1}]}"#, "`users[0].role`"),
            (r#"{"users":[{"owner":true,"roles":[1,"s3cret", 2]}]}"#, "`users[0].roles[1]`: found string, expected u8"),
            (r#"{"users":[{"role":null}]}"#, "`users[0]`: missing field `owner`"),
            ("{\"a\":[],\n \"users\": [\n{\"owner\": \"s3cret\"}]}", "`users[0].owner`"),
            (r#"{"users":[{"owner":true,"role":"s3cret"}]}"#, "unknown variant, expected `admin` or `member`"),
            (r#"{"users":{"a":1}}"#, "`users`: found map, expected a sequence"),
            (r#"{"users":[{"owner":"s3cret\", expected \"x"}]}"#, "`users[0].owner`: found string, expected a boolean"),
            (r#"{"users":[300]}"#, "`users[0]`: found integer, expected struct User"),
            (r#"{"us\"e\\rs":[300]}"#, "`us\\\"e\\\\rs[0]`"),
            ("[]", "found sequence, expected a map"),
            (r#"{"":[true]}"#, "`[\"\"][0]`: found boolean"),
            (r#"{"users":[{"owner":tru"#, "`users[0].owner`: EOF while parsing a value"),
            ("", "the body is empty"),
            (" \n", "the body is empty"),
        ] {
            let error = error_of::<Users>(text);
            assert!(error.starts_with(expected) || error.contains(expected), "{text}\n  {error}\n  {expected}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn custom_message_of_a_type_is_replaced() {
        use serde::de::Error as _;
        for own in
            ["bad key s3cret", "invalid type: s3cret", "unknown variant `s3cret", "invalid value: string \"s3cret"]
        {
            let reason = without_values(without_position(&serde_json::Error::custom(own).to_string()));
            assert!(!reason.contains("s3cret"), "{reason}");
        }
    }
}
