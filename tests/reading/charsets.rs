//! RFC 8259 defines no charset parameter for JSON: valid UTF-8 takes precedence over the label.

use bytes::Bytes;
use callsheet::{Api, error::NoErrors, error_format::ErrorFormat};
use callsheet::{
    Endpoint, Error, Text, endpoint,
    error_format::{FirstFormat, JsonFormat, ProblemDetailsFormat},
};

use super::{decode_error, read, utf16};

#[derive(Debug, serde::Deserialize)]
struct Name {
    name: String,
}

#[endpoint(method = "GET", path = "/name", response = Name, errors(
    refused(status = 422, detail = Vec<String>),
    broken(status = 500, code = none, body = Name),
))]
struct GetName;

#[derive(Debug, callsheet::Response)]
struct Derived {
    name: String,
}

#[endpoint(method = "GET", path = "/name", response = Derived)]
struct GetDerived;

#[endpoint(method = "GET", path = "/text", response = Text)]
struct GetText;

const LABELLED: [(&str, &str); 1] = [("content-type", "application/json; charset=ISO-8859-1")];

#[test]
fn utf8_json_with_another_charset_is_utf8() {
    for label in ["ISO-8859-1", "windows-1252", "us-ascii", "Shift_JIS", "utf-16", "klingon"] {
        let content_type = format!("application/json; charset={label}");
        let headers = [("content-type", content_type.as_str())];
        assert_eq!(read::<GetName>(200, &headers, r#"{"name":"Zoë"}"#).unwrap().name, "Zoë", "{label}");
        assert_eq!(read::<GetDerived>(200, &headers, "\u{feff}{\"name\":\"Zoë\"}").unwrap().name, "Zoë", "{label}");
    }
}

#[test]
fn utf8_errors_with_another_charset_are_utf8() {
    let body = r#"{"error":{"code":"refused","message":"Zoë","detail":["é"]}}"#;
    let error = read::<GetName>(422, &LABELLED, body).unwrap_err();
    let Some(GetNameError::Refused { message, detail, .. }) = error.documented() else { panic!("{error:?}") };
    assert_eq!((message.as_deref(), detail.as_slice()), (Some("Zoë"), &["é".to_owned()][..]));
    let error = read::<GetName>(500, &LABELLED, r#"{"name":"Zoë"}"#).unwrap_err();
    let Some(GetNameError::Broken { body, .. }) = error.documented() else { panic!("{error:?}") };
    assert_eq!(body.name, "Zoë");
}

#[test]
fn every_json_format_reads_utf8_whatever_the_charset() {
    enum Problems {}
    impl Api for Problems {
        const ERROR_FORMAT: &'static dyn ErrorFormat = &FirstFormat(&[&ProblemDetailsFormat::new(), &JsonFormat::FLAT]);
        type Errors = NoErrors;
    }
    #[endpoint(method = "GET", path = "/", api = Problems)]
    struct Get;
    for (body, message) in [(r#"{"type":"t","title":"Zoë"}"#, "Zoë"), (r#"{"code":"c","message":"é"}"#, "é")] {
        let error = read::<Get>(400, &LABELLED, body).unwrap_err();
        assert_eq!(error.message(), Some(message));
    }
}

#[test]
fn json_that_is_not_utf8_is_read_by_its_charset() {
    let latin1 = Bytes::from_static(b"{\"name\":\"Zo\xeb\"}");
    assert_eq!(read::<GetName>(200, &LABELLED, latin1.clone()).unwrap().name, "Zoë");
    assert_eq!(read::<GetDerived>(200, &LABELLED, latin1.clone()).unwrap().name, "Zoë");
    assert_eq!(decode_error(read::<GetName>(200, &[], latin1)).to_string(), "`name`: the text is not valid UTF-8 here");
    // Accidentally valid UTF-8 with NUL characters, which JSON cannot contain.
    let labelled = [("content-type", "application/json; charset=utf-16le")];
    assert_eq!(read::<GetName>(200, &labelled, utf16(r#"{"name":"Zo"}"#)).unwrap().name, "Zo");
    assert_eq!(read::<GetName>(200, &[], utf16("\u{feff}{\"name\":\"Zoë\"}")).unwrap().name, "Zoë");
}

#[test]
fn text_is_read_by_its_charset() {
    let labelled = [("content-type", "text/plain; charset=ISO-8859-1")];
    assert_eq!(read::<GetText>(200, &labelled, &b"Zo\xeb"[..]).unwrap().0, "Zoë");
    assert_eq!(read::<GetText>(200, &labelled, "ë").unwrap().0, "Ã«");
}

#[test]
fn undocumented_reply_with_another_charset_keeps_its_message() {
    let error = read::<GetName>(418, &LABELLED, r#"{"code":"teapot","message":"Zoë"}"#).unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }));
    assert_eq!((error.code(), error.message()), (Some("teapot"), Some("Zoë")));
    // The text of the body is read by the charset of its content type.
    assert!(error.reply().unwrap().text().unwrap().contains("ZoÃ«"));
    assert_eq!(GetName::SPEC.path, "/name");
}

proptest::proptest! {
    /// Valid UTF-8 JSON is read the same way with any charset: as a value, an error and a message.
    #[test]
    fn charset_never_changes_utf8_json(name in ".*", label in "[ -~]{0,20}|latin1|utf-16|shift_jis|us-ascii|iso-2022-jp") {
        let content_type = format!("application/json; charset={label}");
        let headers = [("content-type", content_type.as_str())];
        let body = serde_json::json!({ "name": name, "code": "refused", "message": name, "detail": [name] }).to_string();
        let labelled = read::<GetName>(200, &headers, body.clone()).unwrap().name;
        proptest::prop_assert_eq!(labelled, name.clone());
        let error = read::<GetName>(422, &headers, body).unwrap_err();
        proptest::prop_assert_eq!(error.message(), Some(name.as_str()));
        let is_read = matches!(error.documented(), Some(GetNameError::Refused { detail, .. }) if detail == &[name]);
        proptest::prop_assert!(is_read);
    }
}
