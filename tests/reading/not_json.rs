//! A body that is not JSON: the error names the content type and the content encoding if they explain it.

use callsheet::{Error, endpoint};

use super::{decode_error, read, utf16};

#[derive(Debug, serde::Deserialize)]
struct Name {
    #[expect(dead_code, reason = "only decoded")]
    name: String,
}

#[endpoint(method = "GET", path = "/name", response = Name, errors(gone = 410))]
struct GetName;

#[derive(Debug, callsheet::Response)]
struct Derived {
    #[expect(dead_code, reason = "only decoded")]
    name: String,
}

#[endpoint(method = "GET", path = "/name", response = Derived)]
struct GetDerived;

const GZIP: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03s3cret";

#[test]
fn success_that_is_not_json_is_explained() {
    let utf16 = utf16("{\"s3cret\":1}");
    let html = "<html>s3cret";
    for (headers, body, expected) in [
        (
            &[("content-type", "text/html; charset=utf-8")][..],
            html.as_bytes(),
            "expected value (content type `text/html; charset=utf-8`, the body looks like HTML or XML)",
        ),
        (&[], html.as_bytes(), "expected value (the body looks like HTML or XML)"),
        (
            &[("content-type", "application/json"), ("content-encoding", "gzip")],
            GZIP,
            "expected value (content encoding `gzip`, which the transport did not decode)",
        ),
        (&[("content-encoding", "identity")], GZIP, "expected value (the body looks like gzip)"),
        (&[("content-type", "application/json")], &utf16, "key must be a string (the body looks like UTF-16)"),
        (&[("content-type", "application/problem+json")], b"s3cret", "expected value"),
        (&[("content-type", "text/plain")], b"", "the body is empty, expected a value (content type `text/plain`)"),
        (&[("content-type", "text/JSON;x=y")], b"", "the body is empty, expected a value"),
        (
            &[("content-type", "text/csv")],
            b"{\"name\":\"s3cret\"",
            "EOF while parsing an object (content type `text/csv`)",
        ),
        (&[], b")]}'\n{}", "expected value (the body begins with `)]}'`, which keeps scripts from reading it)"),
    ] {
        for error in [
            decode_error(read::<GetName>(200, headers, body.to_vec())),
            decode_error(read::<GetDerived>(200, headers, body.to_vec())),
        ] {
            let error = error.to_string();
            assert!(error.ends_with(expected), "{error}\n{expected}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }
}

#[test]
fn decode_error_of_valid_json_does_not_name_the_content_type() {
    let error = decode_error(read::<GetName>(200, &[("content-type", "text/html")], r#"{"name":1}"#));
    assert_eq!(error.to_string(), "`name`: found integer, expected a string");
}

#[test]
fn display_of_an_error_includes_the_explanation() {
    let html = [("content-type", "text/html")];
    let error = read::<GetName>(200, &html, "x").unwrap_err();
    assert_eq!(error.to_string(), "GET /name: the reply does not decode (content type `text/html`): 200 OK");
    for (headers, body, expected) in [
        (&html[..], "<html>", " (content type `text/html`, the body looks like HTML or XML)"),
        (&[("content-encoding", "br")], "x", " (content encoding `br`, which the transport did not decode)"),
        (&[], "", " (the body is empty)"),
        (&[], "{}", ""),
    ] {
        let error = read::<GetName>(410, headers, body).unwrap_err();
        assert!(matches!(error, Error::UnexpectedBody { source: None, .. }));
        let line = "GET /name: documented status, but the body is not in the documented format";
        assert_eq!(error.to_string(), format!("{line}{expected}: 410 Gone"));
    }
}

#[test]
fn content_type_in_an_error_is_cut_and_escaped() {
    let long = format!("text/{}", "x".repeat(5000));
    let error = decode_error(read::<GetName>(200, &[("content-type", long.as_str())], "x")).to_string();
    assert!(error.len() < 200, "{error}");
    let response =
        http::Response::builder().header("content-type", &b"text/\xe2\x80\xaex"[..]).body("x".into()).unwrap();
    let error = decode_error(<GetName as callsheet::Endpoint>::read_response(response)).to_string();
    assert!(error.contains("content type `text/\\u{202e}x`"), "{error}");
}
