//! [`ErrorsInSuccess`]: replies with a success status that are errors.

use super::ErrorFormat;
use super::pointer::Pointer;
use crate::response::charset::Content;
use crate::response::reply::Reply;

/// Which replies with a success status are errors, for an API that reports errors with status 200:
/// [`Api::ERRORS_IN_SUCCESS`](crate::Api::ERRORS_IN_SUCCESS).
///
/// The error format of the API reads such a reply, and documented errors may have its status. If it matches no
/// documented error, the call fails with [`Error::Undocumented`](crate::Error::Undocumented).
///
/// | API | body of an error | rule |
/// | --- | --- | --- |
/// | Slack | `{"ok": false, "error": "channel_not_found"}` | `if_equal("ok", "false")` |
/// | `WeChat` | `{"errcode": 40001, "errmsg": "invalid credential"}` | `unless_equal("errcode", "0")` |
/// | Flickr | `{"stat": "fail", "code": 1}` | `if_equal("stat", "\"fail\"")` |
/// | GraphQL | `{"errors": [{"message": "..", ..}]}` | `if_present("errors")` |
///
/// Each place is the name of a member or, if it begins with `/`, a JSON Pointer (RFC 6901). A body that is not JSON is
/// not an error by these rules. A rule needs one pass over the body of each success, without decoding. Without a rule,
/// nothing is read twice.
///
/// ```
/// use callsheet::{Api, Endpoint, Error, endpoint, error::NoErrors, error_format::{ErrorFormat, ErrorsInSuccess, JsonFormat}};
///
/// pub enum Slack {}
///
/// impl Api for Slack {
///     const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT.code("error");
///     const ERRORS_IN_SUCCESS: ErrorsInSuccess = ErrorsInSuccess::if_equal("ok", "false");
///     type Errors = NoErrors;
/// }
///
/// #[derive(Debug, serde::Deserialize)]
/// pub struct Posted {
///     pub ts: String,
/// }
///
/// #[endpoint(method = "POST", path = "/chat.postMessage", api = Slack, response = Posted, errors(
///     channel_not_found = 200,
/// ))]
/// pub struct PostMessage;
///
/// let read = |body: &'static str| PostMessage::read_response(http::Response::new(body.into()));
/// assert_eq!(read(r#"{"ok":true,"ts":"1.2"}"#)?.ts, "1.2");
/// let error = read(r#"{"ok":false,"error":"channel_not_found"}"#).unwrap_err();
/// assert!(matches!(error.documented(), Some(PostMessageError::ChannelNotFound { .. })));
/// let error = read(r#"{"ok":false,"error":"fatal_error"}"#).unwrap_err();
/// assert!(matches!(error, Error::Undocumented { .. }));
/// assert_eq!(error.code(), Some("fatal_error"));
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorsInSuccess(Rule);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    Never,
    Code,
    Present(Pointer),
    Equal(Pointer, &'static str),
    NotEqual(Pointer, &'static str),
}

impl ErrorsInSuccess {
    /// A reply with a success status is a success.
    pub const NEVER: Self = Self(Rule::Never);

    /// It is an error if the error format finds a code in it.
    pub const IF_CODE: Self = Self(Rule::Code);

    /// It is an error if its JSON has this member, and the member is not `null`.
    #[must_use]
    pub const fn if_present(place: &'static str) -> Self {
        Self(Rule::Present(Pointer(place)))
    }

    /// It is an error if its JSON has this member with this value. The value is a JSON literal such as `false`, `0` or
    /// `"\"fail\""`.
    ///
    /// # Panics
    ///
    /// If `json` is not a JSON literal. In a constant, this is an error at compile time.
    #[must_use]
    pub const fn if_equal(place: &'static str, json: &'static str) -> Self {
        assert!(is_literal(json), "the value is a JSON literal: write `\"false\"`, `\"0\"` or `\"\\\"fail\\\"\"`");
        Self(Rule::Equal(Pointer(place), json))
    }

    /// It is an error if its JSON has this member with a different value. The value is a JSON literal such as `true`,
    /// `0` or `"\"ok\""`.
    ///
    /// # Panics
    ///
    /// If `json` is not a JSON literal. In a constant, this is an error at compile time.
    #[must_use]
    pub const fn unless_equal(place: &'static str, json: &'static str) -> Self {
        assert!(is_literal(json), "the value is a JSON literal: write `\"true\"`, `\"0\"` or `\"\\\"ok\\\"\"`");
        Self(Rule::NotEqual(Pointer(place), json))
    }

    /// Whether a reply with a success status is always a success.
    #[doc(hidden)]
    #[must_use]
    pub const fn is_never(&self) -> bool {
        matches!(self.0, Rule::Never)
    }

    /// Whether this reply, which has a success status, is an error.
    #[inline]
    pub(crate) fn is_error(self, reply: &Reply, format: &dyn ErrorFormat) -> bool {
        !self.is_never() && self.applies(reply, format)
    }

    #[cold]
    fn applies(self, reply: &Reply, format: &dyn ErrorFormat) -> bool {
        let body = || Content::of(reply.raw()).text_lossy();
        match self.0 {
            Rule::Never => false,
            Rule::Code => format.read(reply).is_some_and(|problem| problem.code.is_some()),
            Rule::Present(place) => place.find(&body()).is_some_and(|found| found != "null"),
            Rule::Equal(place, json) => place.find(&body()).is_some_and(|found| is_same(found, json)),
            Rule::NotEqual(place, json) => place.find(&body()).is_some_and(|found| !is_same(found, json)),
        }
    }
}

/// Whether two JSON texts are the same literal. Strings may be escaped in different ways.
fn is_same(found: &str, json: &str) -> bool {
    let string = |text: &str| serde_json::from_str::<String>(text).ok();
    found == json || found.starts_with('"') && string(found).is_some_and(|found| Some(found) == string(json))
}

/// Whether this is a literal of JSON, RFC 8259 sections 3, 6 and 7.
const fn is_literal(json: &str) -> bool {
    matches!(json.as_bytes(), b"true" | b"false" | b"null") || is_string(json.as_bytes()) || is_number(json.as_bytes())
}

const fn is_string(text: &[u8]) -> bool {
    let [b'"', inner @ .., b'"'] = text else { return false };
    let mut rest = inner;
    loop {
        rest = match rest {
            [] => return true,
            [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', rest @ ..] => rest,
            [b'\\', b'u', a, b, c, d, rest @ ..]
                if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() && c.is_ascii_hexdigit() && d.is_ascii_hexdigit() =>
            {
                rest
            }
            [b'"' | b'\\' | 0..0x20, ..] => return false,
            [_, rest @ ..] => rest,
        };
    }
}

const fn is_number(text: &[u8]) -> bool {
    let unsigned = if let [b'-', rest @ ..] = text { rest } else { text };
    let (mut count, mut rest) = digits(unsigned);
    if count == 0 || count > 1 && unsigned[0] == b'0' {
        return false;
    }
    if let [b'.', fraction @ ..] = rest {
        (count, rest) = digits(fraction);
    }
    if let ([b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..], true) = (rest, count > 0) {
        (count, rest) = digits(exponent);
    }
    count > 0 && rest.is_empty()
}

/// How many digits come first, and what comes after them.
const fn digits(text: &[u8]) -> (usize, &[u8]) {
    let (mut count, mut rest) = (0, text);
    while let [b'0'..=b'9', after @ ..] = rest {
        count += 1;
        rest = after;
    }
    (count, rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error_format::tests::reply_of;
    use crate::error_format::{JsonFormat, StandardFormat};

    #[test]
    fn rule_finds_errors_with_a_success_status() {
        let fail = ErrorsInSuccess::if_equal("stat", "\"fail\"");
        let zero = ErrorsInSuccess::unless_equal("/meta/code", "0");
        let present = ErrorsInSuccess::if_present("errors");
        for (rule, body, expected) in [
            (ErrorsInSuccess::NEVER, r#"{"code":"c"}"#, false),
            (ErrorsInSuccess::IF_CODE, r#"{"code":"c"}"#, true),
            (ErrorsInSuccess::IF_CODE, r#"{"message":"m"}"#, false),
            (ErrorsInSuccess::if_equal("ok", "false"), r#"{"ok": false }"#, true),
            (ErrorsInSuccess::if_equal("ok", "false"), r#"{"ok":true,"x":{"ok":false}}"#, false),
            (ErrorsInSuccess::if_equal("ok", "false"), r#"{"ok":"false"}"#, false),
            (ErrorsInSuccess::if_equal("ok", "false"), "{}", false),
            (ErrorsInSuccess::if_equal("ok", "false"), r#"{"ok":false"#, false),
            (ErrorsInSuccess::if_equal("ok", "false"), "<html>", false),
            (ErrorsInSuccess::if_equal("ok", "false"), "\u{feff}{\"ok\":false}", true),
            (fail, r#"{"stat":"fail"}"#, true),
            (fail, r#"{"stat":"f\u0061il"}"#, true),
            (fail, r#"{"stat":"ok"}"#, false),
            (zero, r#"{"meta":{"code":0}}"#, false),
            (zero, r#"{"meta":{"code":40001}}"#, true),
            (zero, r#"{"meta":{}}"#, false),
            (present, r#"{"errors":[]}"#, true),
            (present, r#"{"errors":null}"#, false),
            (present, r#"{"data":1}"#, false),
        ] {
            assert_eq!(rule.is_error(&reply_of(&[], body), &StandardFormat), expected, "{rule:?} {body}");
        }
        let numeric = JsonFormat::FLAT.numeric_code();
        assert!(ErrorsInSuccess::IF_CODE.is_error(&reply_of(&[], r#"{"code":7}"#), &numeric));
    }

    #[test]
    fn value_that_is_not_a_json_literal_is_refused() {
        assert!(["true", "false", "null", "0", "-1", "\"a\"", "\"\""].into_iter().all(is_literal));
        assert!(!["fail", "", "\"", "False", "{}"].into_iter().any(is_literal));
    }

    proptest! {
        #[test]
        fn a_literal_is_what_serde_json_reads_as_one(
            text in r#"-?[0-9a-z.+-]{0,6}|"([a-z"\\/]|\\[bu"]|[0-9]){0,6}"|[0-9]{1,2}(\.[0-9]{0,2})?([eE][+-]?[0-9]{0,2})?|true|null"#,
        ) {
            let read = serde_json::from_str::<serde_json::Value>(&text);
            // serde_json refuses numbers that are too large, and half a surrogate.
            if read.is_ok() || !(text.contains(['e', 'E']) || text.contains("\\u")) {
                prop_assert_eq!(is_literal(&text), read.is_ok(), "{}", text);
            }
        }
    }

    #[test]
    fn what_is_almost_a_literal_is_refused() {
        for text in
            ["0x", "01", "1.", ".5", "1e", "-", "+1", "\"a", "\"a\"b\"", "\"\\x\"", "\"\\\"", "nul", "", "\"\n\"", "1 "]
        {
            assert!(!is_literal(text), "{text}");
        }
        for text in ["0", "-0.5e+7", "\"\"", "\"\\u00e9\\n\"", "1E2", "10"] {
            assert!(is_literal(text), "{text}");
        }
    }
}
