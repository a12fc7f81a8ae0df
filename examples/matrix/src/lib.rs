//! Three endpoints of the [Matrix client-server API](https://spec.matrix.org/v1.11/client-server-api/).
//!
//! ```no_run
//! use matrix_client::{GetRoomByAlias, Matrix};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let client = callsheet::Client::for_api::<Matrix>().base_url("https://matrix.example.org/_matrix/client/v3").build()?;
//! let room = GetRoomByAlias::builder().room_alias("#callsheet:example.org").send(&client).await?;
//! println!("{}", room.room_id);
//! # Ok(())
//! # }
//! ```
//!
//! Ids contain `!`, `#`, `@`, `:` and slashes. Each id is a single path segment.

use callsheet::{
    Api, endpoint,
    error_format::{ErrorFormat, JsonFormat},
    errors,
};
use serde::Deserialize;

/// Matrix. The base URL is that of a homeserver: `https://matrix.example.org/_matrix/client/v3`.
#[derive(Debug, Clone, Copy)]
pub enum Matrix {}

impl Api for Matrix {
    /// `{"errcode": "M_FORBIDDEN", "error": "words"}`, with details in the same object.
    const ERROR_FORMAT: &'static dyn ErrorFormat =
        &JsonFormat::FLAT.code("errcode").messages(&["error"]).whole_as_detail();
    type Errors = MatrixErrors;
}

/// Errors that any endpoint may return.
#[errors(
    /// No access token was given.
    missing_token(status = 401, code = "M_MISSING_TOKEN"),
    /// The access token is unknown.
    unknown_token(status = 401, code = "M_UNKNOWN_TOKEN", detail = Logout),
    /// Too many requests. The `Retry-After` header contains the same time in seconds.
    limit_exceeded(status = 429, code = "M_LIMIT_EXCEEDED", detail = Limit),
)]
pub enum MatrixErrors {}

/// Whether the client may log in again and continue the session.
#[derive(Debug, Clone, Deserialize)]
pub struct Logout {
    /// Whether the session continues. Default: false.
    #[serde(default)]
    pub soft_logout: bool,
}

/// How long to wait before the next attempt.
#[derive(Debug, Clone, Deserialize)]
pub struct Limit {
    /// In milliseconds.
    pub retry_after_ms: Option<u64>,
}

/// Set the user's display name.
#[endpoint(
    method = "PUT",
    path = "/profile/<user_id>/displayname",
    api = Matrix,
    errors(
        /// The display name belongs to another user.
        forbidden(status = 403, code = "M_FORBIDDEN"),
    ),
)]
#[derive(Debug, Clone)]
pub struct SetDisplayName {
    /// The user, such as `@alice:example.org`.
    pub user_id: String,
    /// The new name; without it, the name is removed.
    #[body(name = "displayname")]
    pub display_name: Option<String>,
}

/// Send a state event: it replaces the one with the same type and key.
#[endpoint(
    method = "PUT",
    path = "/rooms/<room_id>/state/<event_type>/<state_key>",
    api = Matrix,
    response = SentEvent,
    errors(
        /// The alias points to another room.
        bad_alias(status = 400, code = "M_BAD_ALIAS"),
        /// The sender may not send the event.
        forbidden(status = 403, code = "M_FORBIDDEN"),
    ),
)]
#[derive(Debug, Clone)]
pub struct SendStateEvent {
    /// The room, such as `!636q39766251:example.org`.
    pub room_id: String,
    /// The type, such as `m.room.name`.
    pub event_type: String,
    /// The key. Most events have an empty key, but the slash before it is kept.
    #[path(allow_empty)]
    pub state_key: String,
    /// The content of the event.
    #[payload]
    pub content: serde_json::Value,
}

/// Get the room that an alias points to.
#[endpoint(
    method = "GET",
    path = "/directory/room/<room_alias>",
    api = Matrix,
    response = Room,
    errors(
        /// The alias is not valid.
        invalid_param(status = 400, code = "M_INVALID_PARAM"),
        /// No room has this alias.
        not_found(status = 404, code = "M_NOT_FOUND"),
    ),
)]
#[derive(Debug, Clone)]
pub struct GetRoomByAlias {
    /// The alias, such as `#callsheet:example.org`.
    pub room_alias: String,
}

/// The reply to an event that was sent.
#[derive(Debug, Clone, Deserialize)]
pub struct SentEvent {
    /// Its id.
    pub event_id: String,
}

/// The room of an alias.
#[derive(Debug, Clone, Deserialize)]
pub struct Room {
    /// Its id.
    pub room_id: String,
    /// Servers that know the room.
    pub servers: Vec<String>,
}
