//! `{"errorCode": 101, "message", "cause", "index"}`, the format of version 2.

use callsheet::{
    Api, endpoint,
    error::NoErrors,
    error_format::{ErrorFormat, JsonFormat},
};
use serde::Deserialize;

use super::{JSON, assert_foreign, error};

enum Etcd {}

impl Api for Etcd {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT.code("errorCode").numeric_code().whole_as_detail();
    type Errors = NoErrors;
}

#[derive(Debug, Deserialize)]
struct Failure {
    cause: String,
    index: u64,
}

#[endpoint(method = "PUT", path = "/v2/keys/<key>", api = Etcd, errors(
    compare_failed(status = 412, code = 101, detail = Failure),
))]
struct PutKey {
    key: String,
}

#[test]
fn number_is_the_code_and_the_object_is_the_detail() {
    let error =
        error::<PutKey>(412, JSON, r#"{"errorCode":101,"message":"Compare failed","cause":"[zz != a]","index":4}"#);
    let Some(PutKeyError::CompareFailed { detail, .. }) = error.documented() else { panic!("{error:?}") };
    assert_eq!((detail.cause.as_str(), detail.index), ("[zz != a]", 4));
    assert_eq!((error.code(), error.message()), (Some("101"), Some("Compare failed")));
    assert_foreign::<PutKey>(412, &["", "101", "{}", r#"{"errorCode":{}}"#]);
}
