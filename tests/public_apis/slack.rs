//! Slack, `chat.postMessage`: <https://docs.slack.dev/reference/methods/chat.postMessage>. Errors come with status 200.

use callsheet::{
    Api, endpoint,
    error_format::{ErrorFormat, ErrorsInSuccess, JsonFormat},
    errors,
};
use serde::Deserialize;

use super::{assert_sends, assert_undocumented, build, error, success};

enum Slack {}

impl Api for Slack {
    const BASE_URL: Option<&'static str> = Some("https://slack.com/api");
    /// `{"ok": false, "error": "channel_not_found"}`, with more members next to them.
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT.code("error").whole_as_detail();
    const ERRORS_IN_SUCCESS: ErrorsInSuccess = ErrorsInSuccess::if_equal("ok", "false");
    type Errors = SlackErrors;
}

/// Errors that any method may return.
#[errors(
    not_authed = 200,
    invalid_auth = 200,
    token_revoked = 200,
    /// The token has none of the required scopes.
    missing_scope(status = 200, detail = Option<MissingScope>),
    /// The reply has `Retry-After`.
    ratelimited(status = 429, throttle),
    fatal_error = 200,
)]
enum SlackErrors {}

#[derive(Debug, Deserialize)]
struct MissingScope {
    needed: String,
}

#[endpoint(method = "POST", path = "/chat.postMessage", api = Slack, response = Posted, errors(
    channel_not_found = 200,
    not_in_channel = 200,
    is_archived = 200,
    msg_too_long = 200,
    no_text = 200,
    rate_limited(status = 200, throttle),
))]
struct PostMessage {
    channel: String,
    text: Option<String>,
    thread_ts: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Posted {
    channel: String,
    ts: String,
}

#[test]
fn request_matches_the_documentation() {
    let call = PostMessage::builder().channel("C123ABC456").text("Hello, World!").build();
    assert_sends(
        &build(&call),
        "POST https://slack.com/api/chat.postMessage",
        &[("accept", "application/json"), ("content-type", "application/json")],
        r#"{"channel":"C123ABC456","text":"Hello, World!"}"#,
    );
}

#[test]
fn replies_of_the_documentation_are_read() {
    let posted = success::<PostMessage>(
        200,
        r#"{"ok":true,"channel":"C123ABC456","ts":"1503435956.000247","message":{"text":"Hello, World!","type":"message"}}"#,
    );
    assert_eq!((posted.channel.as_str(), posted.ts.as_str()), ("C123ABC456", "1503435956.000247"));

    let archived = error::<PostMessage>(200, r#"{"ok":false,"error":"is_archived"}"#);
    assert!(matches!(archived.documented(), Some(PostMessageError::IsArchived { .. })), "{archived:?}");
    assert_eq!(archived.to_string(), "POST /chat.postMessage: 200 is_archived");

    let scope =
        error::<PostMessage>(200, r#"{"ok":false,"error":"missing_scope","needed":"chat:write","provided":"a"}"#);
    let Some(PostMessageError::Shared(SlackErrors::MissingScope { detail: Some(detail), .. })) = scope.documented()
    else {
        panic!("{scope:?}")
    };
    assert_eq!(detail.needed, "chat:write");

    let limited = error::<PostMessage>(429, r#"{"ok":false,"error":"ratelimited"}"#);
    assert!(
        matches!(limited.documented(), Some(PostMessageError::Shared(SlackErrors::Ratelimited { .. }))),
        "{limited:?}"
    );

    let undocumented = r#"{"ok":false,"error":"team_access_not_granted","message":"no"}"#;
    assert_undocumented::<PostMessage>(200, undocumented, Some("team_access_not_granted"), "no");
}
