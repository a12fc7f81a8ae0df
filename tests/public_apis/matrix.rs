//! Matrix, `PUT /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}`:
//! <https://spec.matrix.org/v1.11/client-server-api/#put_matrixclientv3roomsroomidstateeventtypestatekey>.

use callsheet::{
    Api, endpoint,
    error_format::{ErrorFormat, JsonFormat},
    errors,
};
use serde::{Deserialize, Serialize};

use super::{assert_sends, assert_undocumented, build_at, error, success};

enum Matrix {}

impl Api for Matrix {
    /// `{"errcode", "error"}`, with details next to them.
    const ERROR_FORMAT: &'static dyn ErrorFormat =
        &JsonFormat::FLAT.code("errcode").messages(&["error"]).whole_as_detail();
    type Errors = MatrixErrors;
}

/// Errors that any endpoint may return.
#[errors(
    unknown_token(status = 401, code = "M_UNKNOWN_TOKEN", detail = Logout),
    missing_token(status = 401, code = "M_MISSING_TOKEN"),
    limit_exceeded(status = 429, code = "M_LIMIT_EXCEEDED", detail = Limit),
)]
enum MatrixErrors {}

#[derive(Debug, Deserialize)]
struct Logout {
    #[serde(default)]
    soft_logout: bool,
}

#[derive(Debug, Deserialize)]
struct Limit {
    retry_after_ms: Option<u64>,
}

#[endpoint(
    method = "PUT",
    path = "/_matrix/client/v3/rooms/<room_id>/state/<event_type>/<state_key>",
    api = Matrix,
    response = Sent,
    errors(
        bad_alias(status = 400, code = "M_BAD_ALIAS"),
        invalid_param(status = 400, code = "M_INVALID_PARAM"),
        forbidden(status = 403, code = "M_FORBIDDEN"),
    ),
)]
struct SendStateEvent {
    room_id: String,
    event_type: String,
    /// Empty for most events. The slash before it is always sent.
    #[path(allow_empty)]
    state_key: String,
    // Not expressible: a type parameter for the content of an event, because an endpoint is one type. So the content
    // is any JSON.
    #[payload]
    content: serde_json::Value,
}

#[derive(Debug, Serialize)]
struct RoomName {
    name: &'static str,
}

#[derive(Debug, Deserialize)]
struct Sent {
    event_id: String,
}

#[test]
fn request_matches_the_documentation() {
    let call = SendStateEvent::builder()
        .room_id("!636q39766251:example.com")
        .event_type("m.room.name")
        .state_key("")
        .content(serde_json::to_value(RoomName { name: "New room name" }).unwrap())
        .build();
    assert_sends(
        &build_at("https://matrix.example.com", &call),
        "PUT https://matrix.example.com/_matrix/client/v3/rooms/%21636q39766251%3Aexample.com/state/m.room.name/",
        &[("accept", "application/json"), ("content-type", "application/json")],
        r#"{"name":"New room name"}"#,
    );
    let call = SendStateEvent { event_type: "m.room.member".into(), state_key: "@alice:example.com".into(), ..call };
    assert!(build_at("https://m.example", &call).uri().path().ends_with("/m.room.member/%40alice%3Aexample.com"));
}

#[test]
fn replies_of_the_documentation_are_read() {
    let sent = success::<SendStateEvent>(200, r#"{"event_id":"$YUwRidLecu:example.com"}"#);
    assert_eq!(sent.event_id, "$YUwRidLecu:example.com");

    let forbidden = r#"{"errcode":"M_FORBIDDEN","error":"You do not have permission to send the event."}"#;
    let forbidden = error::<SendStateEvent>(403, forbidden);
    assert!(matches!(forbidden.documented(), Some(SendStateEventError::Forbidden { .. })), "{forbidden:?}");

    let limit = r#"{"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests","retry_after_ms":2000}"#;
    let limit = error::<SendStateEvent>(429, limit);
    let Some(SendStateEventError::Shared(MatrixErrors::LimitExceeded { detail, .. })) = limit.documented() else {
        panic!("{limit:?}")
    };
    assert_eq!(detail.retry_after_ms, Some(2000));

    let token = r#"{"errcode":"M_UNKNOWN_TOKEN","error":"Soft logged out","soft_logout":true}"#;
    let token = error::<SendStateEvent>(401, token);
    let Some(SendStateEventError::Shared(MatrixErrors::UnknownToken { detail, .. })) = token.documented() else {
        panic!("{token:?}")
    };
    assert!(detail.soft_logout);

    let large = r#"{"errcode":"M_TOO_LARGE","error":"event too large"}"#;
    assert_undocumented::<SendStateEvent>(413, large, Some("M_TOO_LARGE"), "event too large");
}
