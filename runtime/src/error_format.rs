//! Error formats: where an API's errors contain their code, message and detail.

mod cut;
mod first;
mod header;
mod in_success;
mod json;
mod pointer;
mod problem_details;
mod scan;
mod standard;

use std::borrow::Cow;
use std::sync::OnceLock;

pub use self::first::FirstFormat;
pub use self::header::HeaderFormat;
pub use self::in_success::ErrorsInSuccess;
pub use self::json::JsonFormat;
use self::pointer::Pointer;
pub use self::problem_details::ProblemDetailsFormat;
pub use self::standard::StandardFormat;
use crate::response::decode_error::DecodeError;
use crate::response::from_reply::{Decode, FromJson, KeepMisfit, Slot, decode_text, nothing};
use crate::response::reply::Reply;

/// Code, message and detail of an error, as an [`ErrorFormat`] read them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem<'a> {
    /// The kind of error, for programs. A number is given as text.
    pub code: Option<Cow<'a, str>>,
    /// A description for people.
    pub message: Option<Cow<'a, str>>,
    /// More data about the error, as JSON text. Its shape is documented for each error.
    pub detail: Option<Cow<'a, str>>,
    /// The path of the detail, for messages: that of the object in the body, and that of the detail in the object.
    detail_path: [Pointer; 2],
    /// The reason why an optional detail or body is `None` although it is present: it does not match its type.
    misfit: OnceLock<Box<DecodeError>>,
}

impl<'a> Problem<'a> {
    /// Creates a problem with this code, message and detail. The detail is JSON text.
    #[must_use]
    pub fn new(code: Option<Cow<'a, str>>, message: Option<Cow<'a, str>>, detail: Option<Cow<'a, str>>) -> Self {
        Self { code, message, detail, detail_path: [Pointer(""), Pointer("detail")], ..Self::default() }
    }

    /// Sets the place of the detail in the body: the name of a member, or a JSON Pointer (RFC 6901) such as
    /// `/errors/0/detail`; empty if the detail is the whole body. The default is `detail`.
    ///
    /// It is only used in messages, for example for a detail that does not decode at `errors[0].detail.reason`.
    #[must_use]
    pub fn detail_at(mut self, place: &'static str) -> Self {
        self.detail_path = [Pointer(""), Pointer(place)];
        self
    }

    fn into_owned(self) -> Problem<'static> {
        let owned = |text: Option<Cow<'a, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        Problem {
            code: owned(self.code),
            message: owned(self.message),
            detail: owned(self.detail),
            detail_path: self.detail_path,
            misfit: self.misfit,
        }
    }
}

impl Problem<'_> {
    /// Returns the code as an owned string.
    #[must_use]
    pub fn code(&self) -> Option<String> {
        self.code.as_deref().map(str::to_owned)
    }

    /// Returns the message as an owned string.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        self.message.as_deref().map(str::to_owned)
    }

    /// Decodes the detail. If the reply has none, `null` is decoded. If `T` is an `Option` and the detail does not
    /// match its type, the result is `None`, so that the error is still a documented one.
    ///
    /// # Errors
    ///
    /// If the detail does not decode into `T` and `T` is not an `Option`.
    pub fn detail<T: FromJson>(&self) -> Result<T, DecodeError> {
        let mut value = None;
        self.decode_detail(&mut Slot(&mut value))?;
        value.ok_or_else(nothing)
    }

    fn decode_detail(&self, into: &mut dyn Decode) -> Result<(), DecodeError> {
        let text = self.detail.as_deref().unwrap_or("null");
        let Err(error) = decode_text(text, into) else { return Ok(()) };
        let path = self.detail_path();
        let error = match self.detail {
            Some(_) => DecodeError::of_json(&error, text.as_bytes()),
            None => DecodeError::new("the reply has no detail"),
        };
        let error = if path.is_empty() { error } else { error.under(&path) };
        if into.put_absent() {
            self.keep_misfit(error);
            return Ok(());
        }
        Err(error)
    }

    pub(crate) fn take_misfit(&mut self) -> Option<Box<DecodeError>> {
        self.misfit.take()
    }

    /// Returns the path of the detail, such as `error.detail`; empty if the detail is the whole body.
    fn detail_path(&self) -> String {
        let mut path = String::new();
        for place in self.detail_path {
            place.write_path(&mut path);
        }
        path
    }
}

impl KeepMisfit for Problem<'_> {
    /// An error has one detail or one body.
    fn keep_misfit(&self, error: DecodeError) {
        self.misfit.get_or_init(|| Box::new(error));
    }
}

/// Where an API's errors contain their code, message and detail.
///
/// The crate provides [`JsonFormat`] for JSON objects with any member names, [`ProblemDetailsFormat`] for RFC 9457,
/// [`HeaderFormat`] for a code in a header field, and [`FirstFormat`] for an API with several formats. For any other
/// format, implement the trait:
///
/// ```
/// use callsheet::{Reply, error_format::{ErrorFormat, Problem}};
///
/// /// `NOT_FOUND: no such zone`, as plain text.
/// struct CodeAndColon;
///
/// impl ErrorFormat for CodeAndColon {
///     fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>> {
///         let (code, message) = std::str::from_utf8(reply.body()).ok()?.split_once(": ")?;
///         Some(Problem::new(Some(code.into()), Some(message.into()), None))
///     }
/// }
/// ```
///
/// and name it in the [`Api`](crate::Api):
///
/// ```
/// # use callsheet::{Endpoint, Reply, endpoint, error_format::Problem};
/// # struct CodeAndColon;
/// # impl ErrorFormat for CodeAndColon {
/// #     fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>> {
/// #         let (code, message) = std::str::from_utf8(reply.body()).ok()?.split_once(": ")?;
/// #         Some(Problem::new(Some(code.into()), Some(message.into()), None))
/// #     }
/// # }
/// use callsheet::{Api, error::NoErrors, error_format::ErrorFormat};
///
/// pub enum Zones {}
///
/// impl Api for Zones {
///     const ERROR_FORMAT: &'static dyn ErrorFormat = &CodeAndColon;
///     type Errors = NoErrors;
/// }
/// #
/// # #[endpoint(method = "GET", path = "/zone", api = Zones, errors(not_found(status = 404, code = "NOT_FOUND")))]
/// # struct GetZone {}
/// #
/// # let response = http::Response::builder().status(404).body("NOT_FOUND: no such zone".into()).unwrap();
/// # let error = GetZone::read_response(response).unwrap_err();
/// # assert!(matches!(error.documented(), Some(GetZoneError::NotFound { .. })));
/// # assert_eq!(error.message(), Some("no such zone"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error format",
    label = "expected `JsonFormat`, `ProblemDetailsFormat`, `HeaderFormat` or a type that implements `ErrorFormat`"
)]
pub trait ErrorFormat: Sync {
    /// Reads the error in a reply. Returns `None` if the reply is not in this format, for example HTML from a proxy.
    ///
    /// It is called for every reply that is not a success, and with [`ErrorsInSuccess::IF_CODE`] also for those with a
    /// success status. The body may contain any bytes. This method must not panic.
    fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// Creates a reply with these header fields and this body.
    pub(super) fn reply_of(headers: &[(&'static str, &str)], body: &str) -> Reply {
        let mut response = http::Response::new(bytes::Bytes::copy_from_slice(body.as_bytes()));
        for (name, value) in headers {
            response.headers_mut().insert(*name, value.parse().unwrap());
        }
        Reply::without_client(response)
    }

    /// Returns code, message and detail of a body. Each is empty if the body does not have it.
    fn read(body: &str) -> Option<[String; 3]> {
        let reply = reply_of(&[], body);
        let problem = StandardFormat.read(&reply)?;
        Some([problem.code, problem.message, problem.detail].map(|text| text.unwrap_or_default().into_owned()))
    }

    fn assert_read(body: &str, expected: [&str; 3]) {
        assert_eq!(read(body), Some(expected.map(str::to_owned)), "{body}");
    }

    #[test]
    fn standard_format_reads_nested_and_flat_errors() {
        assert_read(r#"{"error":{"code":"c","description":"d","detail":{"a":[1]}}}"#, ["c", "d", r#"{"a":[1]}"#]);
        assert_read(r#"{"code":"c\n","message":"m","error":"Not Found"}"#, ["c\n", "m", ""]);
    }

    #[test]
    fn missing_members_are_none() {
        assert_read(r#"{"error":{"code":"c","description":null}}"#, ["c", "", ""]);
        assert_read(r#"{"error":{"code":"c","description":null,"message":"m"}}"#, ["c", "m", ""]);
    }

    #[test]
    fn nested_object_without_a_code_has_its_message() {
        assert_read(r#"{"error":{"message":"Bad key"}}"#, ["", "Bad key", ""]);
        assert_read(r#"{"error":{"message":"Bad key"},"code":"c"}"#, ["c", "", ""]);
    }

    #[test]
    fn code_is_read_despite_a_byte_order_mark_or_an_invalid_message() {
        assert_read("\u{feff}{\"code\":\"c\"}", ["c", "", ""]);
        let body = [br#"{"code":"c","message":"caf"#.as_slice(), b"\xe9\"}"].concat();
        let reply = Reply::without_client(http::Response::new(bytes::Bytes::from(body)));
        let problem = StandardFormat.read(&reply).unwrap();
        assert_eq!((problem.code(), problem.message()), (Some("c".to_owned()), Some("caf\u{fffd}".to_owned())));
    }

    #[test]
    fn number_is_not_a_code_by_default() {
        assert_read(r#"{"code":412,"message":"m"}"#, ["", "m", ""]);
        assert_read(r#"{"error":{"code":412}}"#, ["", "", ""]);
    }

    #[test]
    fn body_in_another_format_is_not_read() {
        for body in ["", "<html>", "[]", "\"code\"", "{", r#"{"code":"c"} x"#, "null"] {
            assert_eq!(read(body), None, "{body}");
        }
    }

    #[test]
    fn error_of_a_detail_contains_its_path() {
        let problem = Problem::new(None, None, Some(r#"{"a":[true]}"#.into()));
        for (place, expected) in [("", "a[0]"), ("/errors/0/more", "errors[0].more.a[0]"), ("meta", "meta.a[0]")] {
            let error = problem.clone().detail_at(place).detail::<HashMap<String, [u8; 1]>>().unwrap_err();
            assert_eq!(error.path(), expected);
        }
        assert_eq!(problem.detail::<u8>().unwrap_err().path(), "detail");
        assert_eq!(Problem::default().detail::<u8>().unwrap_err().path(), "");
    }

    #[test]
    fn format_that_finds_a_code_takes_precedence_over_the_first_that_reads() {
        const TITLE: JsonFormat = JsonFormat::FLAT.messages(&["title"]);
        let reply = reply_of(&[], r#"{"errors":[{"message":"l"}],"code":"c","title":"t"}"#);
        let messages = |format: FirstFormat| format.read(&reply).unwrap().message();
        assert_eq!(messages(FirstFormat(&[&JsonFormat::LIST, &TITLE])).as_deref(), Some("t"));
        assert_eq!(messages(FirstFormat(&[&JsonFormat::LIST, &JsonFormat::NESTED])).as_deref(), Some("l"));
        assert!(FirstFormat(&[]).read(&reply).is_none());
    }
}
