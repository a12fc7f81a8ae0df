//! Errors without codes, in JSON or in plain text.

use callsheet::{
    Api, Error, Reply, endpoint,
    error::NoErrors,
    error_format::{ErrorFormat, FirstFormat, JsonFormat, Problem},
};
use serde::Deserialize;

use super::{JSON, error};

enum PowerDns {}

impl Api for PowerDns {
    const ERROR_FORMAT: &'static dyn ErrorFormat =
        &FirstFormat(&[&JsonFormat::FLAT.without_code().messages(&["error"]).whole_as_detail(), &PlainText]);
    type Errors = NoErrors;
}

/// A custom format: the body is the message.
struct PlainText;

impl ErrorFormat for PlainText {
    fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>> {
        let content_type = reply.headers().get("content-type")?.to_str().ok()?;
        let message = std::str::from_utf8(reply.body()).ok().filter(|_| content_type.starts_with("text/plain"))?;
        Some(Problem::new(None, Some(message.into()), None))
    }
}

#[derive(Debug, Deserialize)]
struct Refused {
    #[serde(default)]
    errors: Vec<String>,
}

#[endpoint(method = "PUT", path = "/zones/<zone>", api = PowerDns, errors(
    not_found(status = 404, code = none),
    refused(status = 422, code = none, detail = Refused),
))]
struct PutZone {
    zone: String,
}

#[test]
fn json_error_is_matched_by_its_status() {
    let error = error::<PutZone>(422, JSON, r#"{"error":"Domain 'x' is not canonical","errors":["a"]}"#);
    let Some(PutZoneError::Refused { detail, message, .. }) = error.documented() else { panic!("{error:?}") };
    assert_eq!((detail.errors.len(), message.as_deref()), (1, Some("Domain 'x' is not canonical")));
    assert_eq!(error.code(), None);
}

#[test]
fn plain_text_error_is_matched_by_its_status() {
    let error = error::<PutZone>(404, "text/plain", "Not Found");
    assert!(matches!(error.documented(), Some(PutZoneError::NotFound { .. })), "{error:?}");
    assert_eq!((error.message(), error.body().map(|body| &body[..])), (Some("Not Found"), Some(&b"Not Found"[..])));
}

#[test]
fn missing_detail_is_an_unexpected_body_and_unlisted_status_is_undocumented() {
    let foreign = error::<PutZone>(422, "text/html", "<html>");
    assert!(matches!(foreign, Error::UnexpectedBody { source: Some(_), .. }), "{foreign:?}");
    let undocumented = error::<PutZone>(500, JSON, r#"{"error":"Internal Server Error"}"#);
    assert!(matches!(undocumented, Error::Undocumented { .. }), "{undocumented:?}");
    assert_eq!(undocumented.message(), Some("Internal Server Error"));
}
