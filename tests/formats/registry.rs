//! `{"errors": [{"code", "message", "detail"}]}`, of the OCI distribution specification.

use callsheet::{
    Api, Error, endpoint,
    error::NoErrors,
    error_format::{ErrorFormat, JsonFormat},
};
use serde::Deserialize;

use super::{JSON, assert_foreign, error};

enum Registry {}

impl Api for Registry {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::LIST;
    type Errors = NoErrors;
}

#[derive(Debug, Deserialize)]
struct Repository {
    name: String,
}

#[endpoint(method = "GET", path = "/v2/<repository>/tags/list", api = Registry, errors(
    name_unknown(status = 404, code = "NAME_UNKNOWN", detail = Repository),
))]
struct ListTags {
    repository: String,
}

#[test]
fn first_error_of_the_list_is_read() {
    for body in [
        r#"{"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known to registry","detail":{"name":"acme/app"}}]}"#,
        r#"{"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known to registry","detail":{"name":"acme/app"}},{"code":"DENIED"}]}"#,
    ] {
        let error = error::<ListTags>(404, JSON, body);
        let Some(ListTagsError::NameUnknown { detail, message }) = error.documented() else { panic!("{error:?}") };
        assert_eq!(detail.name, "acme/app");
        assert_eq!(message.as_deref(), Some("repository name not known to registry"));
    }
}

#[test]
fn error_of_a_detail_contains_its_path() {
    for (body, path) in [
        (r#"{"errors":[{"code":"NAME_UNKNOWN","detail":{"name":7}}]}"#, "errors[0].detail.name"),
        (r#"{"errors":[{"code":"NAME_UNKNOWN"}]}"#, "errors[0].detail"),
    ] {
        let error = error::<ListTags>(404, JSON, body);
        let Error::UnexpectedBody { source: Some(source), .. } = &error else { panic!("{error:?}") };
        assert_eq!(source.path(), path);
    }
}

#[test]
fn empty_list_is_an_unexpected_body_and_other_code_is_undocumented() {
    assert_foreign::<ListTags>(404, &[r#"{"errors":[]}"#, r#"{"errors":{}}"#, r#"{"code":"NAME_UNKNOWN"}"#, "[]"]);
    let error = error::<ListTags>(404, JSON, r#"{"errors":[{"code":"DENIED"},{"code":"NAME_UNKNOWN"}]}"#);
    assert!(matches!(error, Error::Undocumented { .. }) && error.code() == Some("DENIED"), "{error:?}");
}
