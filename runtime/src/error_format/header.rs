//! [`HeaderFormat`]: the code in a header field.

use std::borrow::Cow;

use super::cut::Cut;
use super::{ErrorFormat, JsonFormat, Problem};
use crate::response::reply::Reply;

/// Reads the code from a header field, and message and detail from a JSON body if there is one.
///
/// ```
/// use callsheet::{Api, Endpoint, endpoint, error::NoErrors, error_format::{ErrorFormat, HeaderFormat, JsonFormat}};
///
/// pub enum Queues {}
///
/// impl Api for Queues {
///     // As in the AWS protocols: `x-amzn-errortype: com.example#NoSuchQueue:http://example.com/errors`.
///     const ERROR_FORMAT: &'static dyn ErrorFormat = &HeaderFormat::new("x-amzn-errortype")
///         .without_namespace()
///         .without_uri()
///         .body(JsonFormat::FLAT.code("__type").without_namespace().whole_as_detail());
///     type Errors = NoErrors;
/// }
///
/// #[endpoint(method = "GET", path = "/queue", api = Queues, errors(no_such_queue(status = 400, code = "NoSuchQueue")))]
/// struct GetQueue {}
///
/// let response = http::Response::builder()
///     .status(400)
///     .header("x-amzn-errortype", "com.example#NoSuchQueue:http://example.com/errors")
///     .body(bytes::Bytes::from(r#"{"message":"none"}"#))?;
/// let error = GetQueue::read_response(response).unwrap_err();
/// assert!(matches!(error.documented(), Some(GetQueueError::NoSuchQueue { .. })));
/// assert_eq!(error.message(), Some("none"));
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct HeaderFormat {
    name: &'static str,
    cut: Cut,
    body: JsonFormat,
}

impl HeaderFormat {
    /// Reads the code from this header field.
    ///
    /// The body is read as [`JsonFormat::FLAT`] without a code, unless [`body`](Self::body) sets another format.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, cut: Cut { namespace: false, uri: false }, body: JsonFormat::FLAT.without_code() }
    }

    /// Removes a namespace: everything up to the first `#`, as in `com.example#NoSuchQueue`, a shape id of Smithy.
    #[must_use]
    pub const fn without_namespace(mut self) -> Self {
        self.cut.namespace = true;
        self
    }

    /// Removes a URI: everything from the first `:` on, as in `NoSuchQueue:http://example.com/errors`.
    #[must_use]
    pub const fn without_uri(mut self) -> Self {
        self.cut.uri = true;
        self
    }

    /// Sets the format of the body, which contains message and detail. If the reply does not have the header field, the
    /// code is also read from the body.
    #[must_use]
    pub const fn body(mut self, body: JsonFormat) -> Self {
        self.body = body;
        self
    }

    fn code<'a>(&self, reply: &'a Reply) -> Option<Cow<'a, str>> {
        let value = std::str::from_utf8(reply.headers().get(self.name)?.as_bytes()).ok()?;
        Some(self.cut.apply(Cow::Borrowed(value.trim()))).filter(|code| !code.is_empty())
    }
}

impl ErrorFormat for HeaderFormat {
    fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>> {
        let body = self.body.read(reply);
        match self.code(reply) {
            Some(code) => Some(Problem { code: Some(code), ..body.unwrap_or_default() }),
            None => body,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error_format::tests::reply_of;

    fn code(format: HeaderFormat, value: &str) -> Option<String> {
        format.read(&reply_of(&[("x-code", value)], "")).and_then(|problem| problem.code())
    }

    #[test]
    fn namespace_and_uri_are_removed_if_the_format_requires_it() {
        let whole = HeaderFormat::new("X-Code");
        let name = whole.without_namespace().without_uri();
        let value = "aws.protocoltests#FooError:http://internal.example.com/coral/#x";
        assert_eq!(code(whole, value).as_deref(), Some(value));
        assert_eq!(code(whole.without_uri(), value).as_deref(), Some("aws.protocoltests#FooError"));
        for value in [value, "FooError", "FooError:http://x/#y", "aws.protocoltests#FooError", " FooError "] {
            assert_eq!(code(name, value).as_deref(), Some("FooError"), "{value}");
        }
        assert_eq!((code(name, ""), code(name, "a#:b")), (None, None));
    }

    #[test]
    fn code_in_the_header_takes_precedence_over_the_body() {
        let format = HeaderFormat::new("x-code").body(JsonFormat::FLAT);
        let body = r#"{"code":"body","message":"m"}"#;
        for (headers, expected) in [(&[("x-code", "header")][..], "header"), (&[], "body")] {
            let reply = reply_of(headers, body);
            let problem = format.read(&reply).unwrap();
            assert_eq!((problem.code.as_deref(), problem.message.as_deref()), (Some(expected), Some("m")));
        }
        assert_eq!(HeaderFormat::new("x-code").read(&reply_of(&[], body)).unwrap().code, None);
        assert_eq!(format.read(&reply_of(&[], "<html>")), None);
    }
}
