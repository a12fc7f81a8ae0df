//! [`JsonFormat`]: errors as a JSON object, with any member names.

#[cfg(test)]
mod model;
mod object;

use std::borrow::Cow;

use super::cut::Cut;
use super::pointer::Pointer;
use super::{ErrorFormat, Problem};
use crate::response::charset::Content;
use crate::response::reply::Reply;

/// Errors as a JSON object: the place of the object, and the names of its members.
///
/// Start with [`FLAT`](Self::FLAT), [`NESTED`](Self::NESTED) or [`LIST`](Self::LIST) and change what is different in
/// your API. Each place is the name of a member or, if it begins with `/`, a JSON Pointer (RFC 6901) such as
/// `/extensions/code`. The content type is not checked. If a member occurs twice, the last one is used.
///
/// | API | body | format |
/// | --- | --- | --- |
/// | Matrix | `{"errcode", "error", "retry_after_ms"}` | `FLAT.code("errcode").messages(&["error"]).whole_as_detail()` |
/// | OAuth 2.0, RFC 6749 | `{"error", "error_description"}` | `FLAT.code("error").messages(&["error_description"])` |
/// | Kubernetes | `{"reason", "message", "details", "code": 404}` | `FLAT.code("reason").detail("details")` |
/// | Elasticsearch | `{"error": {"type", "reason"}}` | `NESTED.code("type").messages(&["reason"]).whole_as_detail()` |
/// | OCI registry | `{"errors": [{"code", "message", "detail"}]}` | `LIST` |
/// | Salesforce | `[{"errorCode", "message"}]` | `FLAT.within("/0").code("errorCode")` |
/// | GraphQL | `{"errors": [{"message", "extensions": {"code"}}]}` | `LIST.code("/extensions/code")` |
///
/// ```
/// use callsheet::{Api, Endpoint, endpoint, error::NoErrors, error_format::{ErrorFormat, JsonFormat}};
///
/// pub enum Chat {}
///
/// impl Api for Chat {
///     // {"code": 10003, "message": "Unknown channel", "errors": {..}}
///     const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT.numeric_code().detail("errors");
///     type Errors = NoErrors;
/// }
///
/// #[endpoint(method = "GET", path = "/channel", api = Chat, errors(unknown_channel(status = 404, code = 10003)))]
/// struct GetChannel {}
///
/// let body = bytes::Bytes::from(r#"{"code":10003,"message":"Unknown channel"}"#);
/// let error = GetChannel::read_response(http::Response::builder().status(404).body(body)?).unwrap_err();
/// assert!(matches!(error.documented(), Some(GetChannelError::UnknownChannel { .. })));
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct JsonFormat {
    object: Pointer,
    code: Option<Pointer>,
    numeric_code: bool,
    cut: Cut,
    messages: &'static [&'static str],
    /// Relative to the object; empty for the whole object.
    detail: Pointer,
}

impl JsonFormat {
    /// `{"code", "description" or "message", "detail"}`.
    pub const FLAT: Self = Self {
        object: Pointer(""),
        code: Some(Pointer("code")),
        numeric_code: false,
        cut: Cut { namespace: false, uri: false },
        messages: &["description", "message"],
        detail: Pointer("detail"),
    };

    /// `{"error": {"code", "description" or "message", "detail"}}`.
    pub const NESTED: Self = Self::FLAT.within("error");

    /// `{"errors": [{"code", "description" or "message", "detail"}]}`, where the first element is the error.
    pub const LIST: Self = Self::FLAT.within("/errors/0");

    /// The same as [`FLAT`](Self::FLAT).
    #[must_use]
    pub const fn new() -> Self {
        Self::FLAT
    }

    /// Sets the place of the object in the body: `error`, `/errors/0`, or `/0` if the body is a list; empty if the body
    /// is the object.
    #[must_use]
    pub const fn within(mut self, place: &'static str) -> Self {
        self.object = Pointer(place);
        self
    }

    /// Sets the place of the code in the object. The code must be a string, unless [`numeric_code`](Self::numeric_code)
    /// is set.
    #[must_use]
    pub const fn code(mut self, place: &'static str) -> Self {
        self.code = Some(Pointer(place));
        self
    }

    /// For errors without a code, which are distinguished only by status, with `code = none`.
    #[must_use]
    pub const fn without_code(mut self) -> Self {
        self.code = None;
        self
    }

    /// Also accepts a number as the code and converts it to text: `412` is `"412"`.
    ///
    /// This is off by default, because in many APIs that number repeats the status.
    #[must_use]
    pub const fn numeric_code(mut self) -> Self {
        self.numeric_code = true;
        self
    }

    /// Removes a namespace from the code: everything up to the first `#`, as in `com.example#NoSuchQueue`, a shape id
    /// of Smithy.
    #[must_use]
    pub const fn without_namespace(mut self) -> Self {
        self.cut.namespace = true;
        self
    }

    /// Removes a URI from the code: everything from the first `:` on, as in `NoSuchQueue:http://example.com/errors`.
    #[must_use]
    pub const fn without_uri(mut self) -> Self {
        self.cut.uri = true;
        self
    }

    /// Sets the places of the message in the object. The first one that contains a string is used.
    #[must_use]
    pub const fn messages(mut self, places: &'static [&'static str]) -> Self {
        self.messages = places;
        self
    }

    /// Sets the place of the detail in the object.
    #[must_use]
    pub const fn detail(mut self, place: &'static str) -> Self {
        self.detail = Pointer(place);
        self
    }

    /// Uses the whole object as the detail, including code and message. For APIs whose details are members next to
    /// them.
    #[must_use]
    pub const fn whole_as_detail(self) -> Self {
        self.detail("")
    }

    fn read_text<'a>(&self, body: &'a str) -> Option<Problem<'a>> {
        let mut problem = if self.detail == Pointer("") {
            // The detail is the text of the whole object.
            let object = self.object.find(body)?;
            let problem = self.read_object(Pointer(""), object)?;
            Problem { detail: Some(Cow::Borrowed(object)), ..problem }
        } else {
            self.read_object(self.object, body)?
        };
        problem.detail_path = [self.object, self.detail];
        Some(problem)
    }
}

impl Default for JsonFormat {
    fn default() -> Self {
        Self::FLAT
    }
}

impl ErrorFormat for JsonFormat {
    fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>> {
        // An invalid byte in a message does not prevent reading the code.
        match Content::of(reply.raw()).text_lossy() {
            Cow::Borrowed(text) => self.read_text(text),
            Cow::Owned(text) => self.read_text(&text).map(Problem::into_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error_format::tests::reply_of;

    /// Returns code, message, detail and the path of the detail. Each is empty if the body does not have it.
    fn read(format: JsonFormat, body: &str) -> Option<[String; 4]> {
        let reply = reply_of(&[], body);
        let problem = format.read(&reply)?;
        let path = problem.detail_path();
        let [code, message, detail] =
            [problem.code, problem.message, problem.detail].map(|text| text.unwrap_or_default().into_owned());
        Some([code, message, detail, path])
    }

    fn assert_read(format: JsonFormat, body: &str, expected: [&str; 4]) {
        assert_eq!(read(format, body), Some(expected.map(str::to_owned)), "{body}");
    }

    #[test]
    fn object_is_read_at_its_place() {
        let object = r#"{"code":"c","message":"m","detail":[1]}"#;
        let list = JsonFormat::FLAT.within("/0");
        assert_read(JsonFormat::FLAT, object, ["c", "m", "[1]", "detail"]);
        assert_read(JsonFormat::NESTED, &format!(r#"{{"error":{object}}}"#), ["c", "m", "[1]", "error.detail"]);
        assert_read(JsonFormat::LIST, &format!(r#"{{"errors":[{object},7]}}"#), ["c", "m", "[1]", "errors[0].detail"]);
        assert_read(list, &format!("[{object}]"), ["c", "m", "[1]", "[0].detail"]);
        assert_read(list.whole_as_detail(), &format!("[ {object} ]"), ["c", "m", object, "[0]"]);
        assert_read(JsonFormat::FLAT.whole_as_detail(), object, ["c", "m", object, ""]);
    }

    #[test]
    fn object_at_another_place_is_not_read() {
        for body in [r#"{"errors":[]}"#, r#"{"errors":["c"]}"#, r#"{"errors":{"0":"c"}}"#, r#"{"code":"c"}"#, "[{}]"] {
            assert_eq!(read(JsonFormat::LIST, body), None, "{body}");
        }
        assert_eq!(read(JsonFormat::LIST, r#"{"errors":[{}]"#), None);
        assert_eq!(read(JsonFormat::FLAT, "[]"), None);
    }

    #[test]
    fn escapes_are_decoded_at_any_depth() {
        let graphql = JsonFormat::LIST.code("/extensions/code").messages(&["/extensions/said", "message"]);
        let body =
            r#"{"errors":[{"m\u0065ssage":"m","extensions":{"code":"n\u00d6","said":"a \"b\"","more":1},"x":[]}]}"#;
        assert_read(graphql, body, ["nÖ", "a \"b\"", "", "errors[0].detail"]);
    }

    #[test]
    fn last_of_two_members_is_used_even_if_it_is_not_an_object() {
        assert_read(
            JsonFormat::NESTED,
            r#"{"error":{"code":"a"},"error":{"message":"b"}}"#,
            ["", "b", "", "error.detail"],
        );
        assert_eq!(read(JsonFormat::NESTED, r#"{"error":{"code":"a"},"error":7}"#), None);
    }

    #[test]
    fn number_is_a_code_with_numeric_code() {
        let numeric = JsonFormat::FLAT.numeric_code();
        for (code, text) in [("412", "412"), (" -1 ", "-1"), ("\"x\"", "x"), ("true", ""), ("null", ""), ("[1]", "")] {
            assert_read(numeric, &format!(r#"{{"code":{code}}}"#), [text, "", "", "detail"]);
        }
        assert_read(JsonFormat::FLAT, r#"{"code":412}"#, ["", "", "", "detail"]);
        assert_read(numeric.without_code(), r#"{"code":412}"#, ["", "", "", "detail"]);
    }

    #[test]
    fn several_pointers_can_read_the_same_member() {
        let github = JsonFormat::FLAT.code("/errors/0/code").detail("errors");
        let body = r#"{"message":"Validation Failed","errors":[{"code":"custom"}]}"#;
        assert_read(github, body, ["custom", "Validation Failed", r#"[{"code":"custom"}]"#, "errors"]);
        let graphql = JsonFormat::LIST.code("/extensions/code").detail("/extensions/more");
        let body = r#"{"errors":[{"message":"m","extensions":{"code":"c","more":{}}}]}"#;
        assert_read(graphql, body, ["c", "m", "{}", "errors[0].extensions.more"]);
    }

    #[test]
    fn message_is_the_first_place_with_a_string_in_any_order_of_members() {
        let format = JsonFormat::FLAT.messages(&["a", "b"]);
        for (body, expected) in [
            (r#"{"a":"1","b":"2"}"#, "1"),
            (r#"{"b":"2","a":"1"}"#, "1"),
            (r#"{"a":null,"b":"2"}"#, "2"),
            (r#"{"b":"2","a":{}}"#, "2"),
            (r#"{"b":"2","b":"3"}"#, "3"),
        ] {
            assert_read(format, body, ["", expected, "", "detail"]);
        }
    }

    #[test]
    fn namespace_and_uri_are_removed_if_the_format_requires_it() {
        let format = JsonFormat::FLAT.code("__type").without_namespace().without_uri();
        for code in ["aws.protocoltests#Foo:http://x", r"a\u0023Foo", "Foo"] {
            assert_read(format, &format!(r#"{{"__type":"{code}"}}"#), ["Foo", "", "", "detail"]);
        }
    }

    #[test]
    fn code_is_read_despite_a_value_that_cannot_be_decoded() {
        let error = r#"{"error":{"message":"a\ud800b","code":"c","detail":{"n":1e999}},"n":1e999}"#;
        assert_read(JsonFormat::NESTED, error, ["c", "", r#"{"n":1e999}"#, "error.detail"]);
        assert_read(JsonFormat::FLAT, r#"{"message":1e999,"code":"c"}"#, ["c", "", "", "detail"]);
    }

    #[test]
    fn text_without_escapes_is_borrowed() {
        let reply = reply_of(&[], "\u{feff}{\"errors\":[{\"code\":\"c\",\"message\":\"é\",\"detail\":{}}]}");
        let problem = JsonFormat::LIST.read(&reply).unwrap();
        for text in [problem.code, problem.message, problem.detail] {
            assert!(matches!(text, Some(Cow::Borrowed(_))), "{text:?}");
        }
    }
}
