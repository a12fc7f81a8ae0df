//! Google Cloud (Vertex AI), `projects.locations.operations.cancel`:
//! <https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.operations/cancel>.

use callsheet::{
    Api, endpoint,
    error_format::{ErrorFormat, JsonFormat},
    errors,
};
use serde::Deserialize;

use super::{assert_sends, assert_undocumented, build, error, success};

enum GoogleCloud {}

impl Api for GoogleCloud {
    const BASE_URL: Option<&'static str> = Some("https://googleapis.com/v1");
    /// `google.rpc.Status`: `{"error": {"code": 404, "message", "status": "NOT_FOUND", "details": [..]}}`.
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::NESTED.code("status").detail("details");
    type Errors = GoogleErrors;
}

/// `google.rpc.Code`.
#[errors(
    invalid_argument(status = 400, code = "INVALID_ARGUMENT", detail = Option<Vec<Detail>>),
    unauthenticated(status = 401, code = "UNAUTHENTICATED"),
    permission_denied(status = 403, code = "PERMISSION_DENIED", detail = Option<Vec<Detail>>),
)]
enum GoogleErrors {}

#[derive(Debug, Deserialize)]
#[serde(tag = "@type")]
enum Detail {
    #[serde(rename = "type.googleapis.com/google.rpc.ErrorInfo")]
    ErrorInfo { reason: String, domain: String },
    #[serde(other)]
    Other,
}

#[endpoint(
    method = "POST",
    path = "/<name..>:cancel",
    host_prefix = "<location>-aiplatform.",
    api = GoogleCloud,
    response = Empty,
    errors(
        not_found(status = 404, code = "NOT_FOUND"),
        unimplemented(status = 501, code = "UNIMPLEMENTED"),
    ),
    scopes("https://www.googleapis.com/auth/cloud-platform"),
)]
// Not expressible: the pattern of the name, `{name=projects/*/locations/*/operations/*}:cancel`. Any name is sent.
struct CancelOperation {
    location: String,
    name: String,
}

/// `{}`.
#[derive(Debug, Deserialize)]
struct Empty {}

#[test]
fn request_matches_the_documentation() {
    let name = "projects/p-1/locations/us-central1/operations/5577006791947779410";
    let call = CancelOperation::builder().location("us-central1").name(name).build();
    assert_sends(
        &build(&call),
        "POST https://us-central1-aiplatform.googleapis.com/v1/projects/p-1/locations/us-central1/operations/5577006791947779410:cancel",
        &[("accept", "application/json"), ("content-length", "0")],
        "",
    );
}

#[test]
fn replies_of_the_documentation_are_read() {
    let Empty {} = success::<CancelOperation>(200, "{}\n");

    let missing = error::<CancelOperation>(
        404,
        r#"{"error":{"code":404,"message":"The operation does not exist.","status":"NOT_FOUND"}}"#,
    );
    assert!(matches!(missing.documented(), Some(CancelOperationError::NotFound { .. })), "{missing:?}");

    let denied = error::<CancelOperation>(
        403,
        r#"{"error":{"code":403,"message":"Disabled.","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.Help","links":[]},{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SERVICE_DISABLED","domain":"googleapis.com"}]}}"#,
    );
    let Some(CancelOperationError::Shared(GoogleErrors::PermissionDenied { detail: Some(details), .. })) =
        denied.documented()
    else {
        panic!("{denied:?}")
    };
    let [Detail::Other, Detail::ErrorInfo { reason, domain }] = &details[..] else { panic!("{details:?}") };
    assert_eq!((reason.as_str(), domain.as_str()), ("SERVICE_DISABLED", "googleapis.com"));

    let exhausted = r#"{"error":{"code":429,"message":"Quota exceeded.","status":"RESOURCE_EXHAUSTED"}}"#;
    assert_undocumented::<CancelOperation>(429, exhausted, Some("RESOURCE_EXHAUSTED"), "Quota exceeded.");
}
