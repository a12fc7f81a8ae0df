//! `{"code": 412, "errno": 114}`: the code is the number `errno`, which is more exact than the status.

use callsheet::{
    Api, Error, endpoint,
    error::NoErrors,
    error_format::{ErrorFormat, JsonFormat},
};
use serde::Deserialize;

use super::{JSON, assert_foreign, error};

enum Kinto {}

impl Api for Kinto {
    const ERROR_FORMAT: &'static dyn ErrorFormat =
        &JsonFormat::FLAT.code("errno").numeric_code().messages(&["message", "error"]).detail("details");
    type Errors = NoErrors;
}

#[derive(Debug, Deserialize)]
struct Existing {
    existing: serde_json::Map<String, serde_json::Value>,
}

#[endpoint(method = "PUT", path = "/buckets/<bucket>", api = Kinto, errors(
    modified_meanwhile(status = 412, code = 114, detail = Existing),
    not_found(status = 404, code = 111),
))]
struct PutBucket {
    bucket: String,
}

#[test]
fn number_is_the_code() {
    let error = error::<PutBucket>(
        412,
        JSON,
        r#"{"code":412,"errno":114,"error":"Precondition Failed","message":"Resource was modified meanwhile","details":{"existing":{}}}"#,
    );
    let Some(PutBucketError::ModifiedMeanwhile { detail, message }) = error.documented() else { panic!("{error:?}") };
    assert!(detail.existing.is_empty());
    assert_eq!((error.code(), message.as_deref()), (Some("114"), Some("Resource was modified meanwhile")));
}

#[test]
fn error_of_a_detail_contains_its_path() {
    let error = error::<PutBucket>(412, JSON, r#"{"errno":114,"error":"no","details":{"existing":[]}}"#);
    let Error::UnexpectedBody { source: Some(source), .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.to_string(), "`details.existing`: found sequence, expected a map");
    assert_eq!(error.message(), Some("no"));
}

#[test]
fn other_number_is_undocumented_and_missing_number_is_an_unexpected_body() {
    let error = error::<PutBucket>(412, JSON, r#"{"code":412,"errno":999}"#);
    assert!(matches!(error, Error::Undocumented { .. }) && error.code() == Some("999"), "{error:?}");
    assert_foreign::<PutBucket>(412, &["", "null", "[114]", r#"{"code":412}"#, r#"{"errno":null}"#, "{\"errno\":114"]);
}
