//! The same endpoint in plain idiomatic code: reqwest with timeouts, serde, an async fn, a thiserror enum, a
//! constructor.

use std::time::Duration;

use reqwest::{StatusCode, Url};
use serde::{Deserialize, Serialize};

use super::{Thing, ValidationDetail};

pub struct Client {
    pub http: reqwest::Client,
    pub base: Url,
    pub token: String,
}

impl Client {
    /// With the default timeouts of callsheet.
    pub fn new(base: &str, token: &str) -> Self {
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).connect_timeout(Duration::from_secs(10));
        let base = base.parse().expect("a URL");
        Self { http: http.build().expect("a client"), base, token: token.to_owned() }
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct UpdateThing {
    #[serde(skip)]
    pub thing: String,
    #[serde(skip)]
    pub page: Option<u32>,
    #[serde(skip)]
    pub include: Option<String>,
    pub name: String,
    pub size: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
}

impl UpdateThing {
    pub fn new(thing: impl Into<String>, name: impl Into<String>, size: u32) -> Self {
        Self { thing: thing.into(), page: None, include: None, name: name.into(), size, note: None, color: None }
    }
}

pub fn call() -> UpdateThing {
    UpdateThing {
        page: Some(2),
        include: Some("parent tags".to_owned()),
        note: Some("A note".to_owned()),
        ..UpdateThing::new("thing_0b6f", "Another name", 12)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum UpdateThingError {
    #[error("thing_not_found: {message:?}")]
    ThingNotFound { message: Option<String> },
    #[error("permission_denied: {message:?}")]
    PermissionDenied { message: Option<String> },
    #[error("validation_error: {message:?}")]
    ValidationError { message: Option<String>, detail: ValidationDetail },
    #[error("undocumented reply: {status}")]
    Undocumented { status: StatusCode, body: bytes::Bytes },
    #[error("the reply does not decode: {0}")]
    Decode(#[from] serde_json::Error),
    #[error("no reply: {0}")]
    Transport(#[from] reqwest::Error),
}

#[derive(Deserialize)]
struct Envelope {
    error: Problem,
}

#[derive(Deserialize)]
struct Problem {
    code: String,
    description: Option<String>,
    #[serde(default)]
    detail: serde_json::Value,
}

pub fn build(client: &Client, call: &UpdateThing) -> reqwest::Result<reqwest::Request> {
    let mut url = client.base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().push("things").push(&call.thing);
    }
    let mut request = client.http.patch(url).bearer_auth(&client.token);
    if let Some(page) = call.page {
        request = request.query(&[("page", page)]);
    }
    if let Some(include) = &call.include {
        request = request.query(&[("include", include)]);
    }
    request.json(call).build()
}

pub fn read(status: StatusCode, body: bytes::Bytes) -> Result<Thing, UpdateThingError> {
    if status.is_success() {
        return Ok(serde_json::from_slice(&body)?);
    }
    let Ok(Envelope { error: problem }) = serde_json::from_slice(&body) else {
        return Err(UpdateThingError::Undocumented { status, body });
    };
    Err(match (status.as_u16(), problem.code.as_str()) {
        (404, "thing_not_found") => UpdateThingError::ThingNotFound { message: problem.description },
        (403, "permission_denied") => UpdateThingError::PermissionDenied { message: problem.description },
        (422, "validation_error") => UpdateThingError::ValidationError {
            message: problem.description,
            detail: serde_json::from_value(problem.detail)?,
        },
        _ => UpdateThingError::Undocumented { status, body },
    })
}

pub async fn update_thing(client: &Client, call: &UpdateThing) -> Result<Thing, UpdateThingError> {
    let response = client.http.execute(build(client, call)?).await?;
    let status = response.status();
    read(status, response.bytes().await?)
}
