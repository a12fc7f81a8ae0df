//! The summary of any error.

use callsheet::error::{ErrorKind, ErrorSummary, Sent};
use callsheet::{AnyError, Client, Endpoint, endpoint};
use http::Response;

#[endpoint(method = "GET", path = "/books/<book>", response = u8, errors(book_not_found(status = 404, detail = u8)))]
struct GetBook {
    book: String,
}

fn read(status: u16, body: &'static str) -> AnyError {
    let response = Response::builder().status(status).header("x-request-id", "r1").body(body.into()).unwrap();
    GetBook::read_response(response).unwrap_err().into()
}

#[test]
fn summary_has_the_same_values_as_its_error() {
    let documented = r#"{"code":"book_not_found","message":"m\n","detail":1}"#;
    let foreign = r#"{"code":"book_not_found","detail":"s3cret"}"#;
    for (error, kind) in [
        (read(404, documented), ErrorKind::Documented),
        (read(404, r#"{"code":"moved"}"#), ErrorKind::Undocumented),
        (read(404, foreign), ErrorKind::UnexpectedBody),
        (read(200, "true"), ErrorKind::Decode),
    ] {
        let summary: ErrorSummary = error.summary();
        assert_eq!((summary.kind, error.kind(), summary.sent, summary.attempts), (kind, kind, Sent::Yes, 1));
        assert_eq!((summary.endpoint, summary.method, &*summary.url_template), ("GetBook", "GET", "/books/<book>"));
        assert_eq!(summary.status, error.status().map(|status| status.as_u16()));
        assert_eq!((summary.code.as_deref(), summary.message.as_deref()), (error.code(), error.message()));
        assert_eq!(summary.request_id.as_deref(), Some("r1"));
        let source = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(summary.causes.first(), source.as_ref(), "{summary:?}");
        assert_eq!(summary.to_string(), error.to_string());
        assert_eq!(summary.clone(), summary);
        assert!(!format!("{summary:?}").contains("s3cret"));
    }
    assert_ne!(read(404, documented).summary(), read(404, foreign).summary());
}

#[test]
fn serialized_summary_is_an_object_of_plain_values() {
    let json = serde_json::to_value(read(404, r#"{"code":"book_not_found","message":"m","detail":1}"#).summary());
    let text = "GET /books/<book>: 404 book_not_found: m (request id r1)";
    let expected = serde_json::json!({
        "kind": "documented", "endpoint": "GetBook", "method": "GET", "url_template": "/books/<book>", "status": 404,
        "code": "book_not_found", "message": "m", "request_id": "r1", "attempts": 1, "sent": "yes", "causes": [],
        "text": text,
    });
    assert_eq!(json.unwrap(), expected);
}

#[test]
fn summary_of_a_request_that_cannot_be_built_has_the_template_and_no_status() {
    let client = Client::builder("https://api.example.com/v1").build().unwrap();
    let summary = client.to_request(&GetBook { book: "..".to_owned() }).unwrap_err().summary();
    assert_eq!((summary.kind, summary.status, summary.sent), (ErrorKind::Build, None, Sent::No));
    assert_eq!(summary.url_template, "https://api.example.com/v1/books/<book>");
    assert_eq!((summary.kind.to_string().as_str(), summary.causes.len()), ("build", 1));
}
