//! `{"errcode", "error"}`, with details next to them.

use callsheet::{
    Api, Error, endpoint,
    error_format::{ErrorFormat, JsonFormat},
    errors,
};
use serde::Deserialize;

use super::{JSON, assert_foreign, error, error_with};

enum Matrix {}

impl Api for Matrix {
    const ERROR_FORMAT: &'static dyn ErrorFormat =
        &JsonFormat::FLAT.code("errcode").messages(&["error"]).whole_as_detail();
    type Errors = MatrixErrors;
}

/// Errors that any endpoint may return.
#[errors(limit_exceeded(status = 429, code = "M_LIMIT_EXCEEDED", detail = Limit))]
enum MatrixErrors {}

#[derive(Debug, Deserialize)]
struct Limit {
    retry_after_ms: Option<u64>,
}

#[endpoint(method = "PUT", path = "/_matrix/client/v3/rooms/<room>/state", api = Matrix, errors(
    forbidden(status = 403, code = "M_FORBIDDEN"),
))]
struct SetState {
    room: String,
}

#[test]
fn code_is_read_from_errcode() {
    let error = error::<SetState>(403, JSON, r#"{"errcode":"M_FORBIDDEN","error":"You are not in the room"}"#);
    assert!(matches!(error.documented(), Some(SetStateError::Forbidden { .. })), "{error:?}");
    assert_eq!((error.code(), error.message()), (Some("M_FORBIDDEN"), Some("You are not in the room")));
}

#[test]
fn whole_object_is_the_detail() {
    let body = r#"{"errcode":"M_LIMIT_EXCEEDED","error":"Too Many Requests","retry_after_ms":9200}"#;
    let error = error_with::<SetState>(429, &[("retry-after", "10")], body);
    let Some(SetStateError::Shared(MatrixErrors::LimitExceeded { detail, message })) = error.documented() else {
        panic!("{error:?}")
    };
    assert_eq!((detail.retry_after_ms, message.as_deref()), (Some(9200), Some("Too Many Requests")));
    assert_eq!(error.headers().unwrap()["retry-after"], "10");
}

#[test]
fn path_in_a_detail_that_is_the_body_has_no_prefix() {
    let error = error::<SetState>(429, JSON, r#"{"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":"soon"}"#);
    let Error::UnexpectedBody { source: Some(source), .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.path(), "retry_after_ms");
    assert_eq!(error.code(), Some("M_LIMIT_EXCEEDED"));
}

#[test]
fn undocumented_code_is_not_an_unexpected_body() {
    let error = error::<SetState>(403, JSON, r#"{"errcode":"M_BAD_STATE","error":"no"}"#);
    assert!(matches!(error, Error::Undocumented { .. }));
    assert_eq!((error.code(), error.message()), (Some("M_BAD_STATE"), Some("no")));
    assert_foreign::<SetState>(403, &["", "<html>", "{", "[]", r#"{"error":"M_FORBIDDEN"}"#, r#"{"errcode":403}"#]);
}
