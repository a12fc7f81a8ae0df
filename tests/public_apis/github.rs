//! GitHub, "Update an issue": <https://docs.github.com/en/rest/issues/issues#update-an-issue>.

use callsheet::{
    Api, Patch, Scalar, endpoint,
    error::NoErrors,
    error_format::{ErrorFormat, JsonFormat},
};
use serde::Deserialize;

use super::{assert_sends, assert_undocumented, build, error, success};

enum GitHub {}

impl Api for GitHub {
    const BASE_URL: Option<&'static str> = Some("https://api.github.com");
    const HEADERS: &'static [(&'static str, &'static str)] =
        &[("accept", "application/vnd.github+json"), ("x-github-api-version", "2022-11-28")];
    /// `{"message", "errors", "documentation_url"}`: there is no code, so errors are distinguished by status.
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT.without_code().detail("errors");
    type Errors = NoErrors;
}

#[endpoint(method = "PATCH", path = "/repos/<owner>/<repo>/issues/<issue_number>", api = GitHub, response = Issue, errors(
    /// The issue was transferred. This redirect of a PATCH is not followed.
    moved_permanently(status = 301, code = none),
    forbidden(status = 403, code = none),
    not_found(status = 404, code = none),
    gone(status = 410, code = none),
    validation_failed(status = 422, code = none, detail = Vec<Invalid>),
    service_unavailable(status = 503, code = none),
))]
struct UpdateIssue {
    owner: String,
    repo: String,
    issue_number: u64,
    title: Option<String>,
    body: Patch<String>,
    state: Option<State>,
    state_reason: Patch<StateReason>,
    milestone: Patch<u64>,
    labels: Option<Vec<String>>,
    assignees: Option<Vec<String>>,
}

#[derive(Scalar, serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Open,
    Closed,
}

#[derive(serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum StateReason {
    Completed,
    NotPlanned,
}

#[derive(Debug, Deserialize)]
struct Issue {
    number: u64,
    state: String,
    closed_by: Option<User>,
}

#[derive(Debug, Deserialize)]
struct User {
    login: String,
}

/// Codes: `missing`, `missing_field`, `invalid`, `already_exists`, `unprocessable`, `custom`.
#[derive(Debug, PartialEq, Deserialize)]
struct Invalid {
    resource: String,
    field: Option<String>,
    code: String,
}

#[test]
fn request_matches_the_documentation() {
    let call = UpdateIssue::builder()
        .owner("octocat")
        .repo("Hello-World")
        .issue_number(1347)
        .title("Found a bug")
        .body(Patch::Value("I'm having a problem with this.".to_owned()))
        .state(State::Closed)
        .state_reason(Patch::Value(StateReason::NotPlanned))
        .milestone(Patch::Null)
        .labels(vec!["bug".to_owned()])
        .build();
    assert_sends(
        &build(&call),
        "PATCH https://api.github.com/repos/octocat/Hello-World/issues/1347",
        &[
            ("accept", "application/vnd.github+json"),
            ("content-type", "application/json"),
            ("x-github-api-version", "2022-11-28"),
        ],
        r#"{"title":"Found a bug","body":"I'm having a problem with this.","state":"closed","state_reason":"not_planned","milestone":null,"labels":["bug"]}"#,
    );
    let open = UpdateIssue::builder().owner("o").repo("r").issue_number(1).state(State::Open);
    assert_eq!(build(&open.state_reason(Patch::Value(StateReason::Completed)).build()).body().len(), 43);
}

#[test]
fn replies_of_the_documentation_are_read() {
    let issue = success::<UpdateIssue>(
        200,
        r#"{"id":1,"number":1347,"state":"closed","title":"Found a bug","closed_by":{"login":"octocat","id":1}}"#,
    );
    assert_eq!(
        (issue.number, issue.state.as_str(), issue.closed_by.unwrap().login.as_str()),
        (1347, "closed", "octocat")
    );

    let error = error::<UpdateIssue>(
        422,
        r#"{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"}],"documentation_url":"https://docs.github.com/rest"}"#,
    );
    let Some(UpdateIssueError::ValidationFailed { detail, message, .. }) = error.documented() else {
        panic!("{error:?}")
    };
    let expected = Invalid { resource: "Issue".into(), field: Some("title".into()), code: "missing_field".into() };
    assert_eq!((detail, message.as_deref()), (&vec![expected], Some("Validation Failed")));

    let moved = r#"{"message":"Moved Permanently","url":"https://api.github.com/repositories/1/issues/1"}"#;
    let moved = super::error::<UpdateIssue>(301, moved);
    assert!(matches!(moved.documented(), Some(UpdateIssueError::MovedPermanently { .. })), "{moved:?}");

    let bad = r#"{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}"#;
    assert_undocumented::<UpdateIssue>(401, bad, None, "Bad credentials");
}
