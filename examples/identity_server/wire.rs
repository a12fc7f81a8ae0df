//! What travels: arguments in, objects and errors out.

use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::{TOKEN, TOKEN_WITHOUT_SCOPE};

/// An error as the API writes it.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: u16,
    code: &'static str,
    description: Option<String>,
    detail: Value,
}

impl ApiError {
    pub(crate) fn new(status: u16, code: &'static str, description: impl Into<String>) -> Self {
        Self { status, code, description: Some(description.into()), detail: json!({}) }
    }

    fn with_detail(mut self, detail: Value) -> Self {
        self.detail = detail;
        self
    }

    pub(crate) fn organization_not_found() -> Self {
        let description = "No organization was found matching any of the criteria provided in the arguments";
        Self::new(404, "organization_not_found", description)
    }

    pub(crate) fn permission_denied() -> Self {
        let description = "The authenticated identity is not permitted to perform this action";
        Self::new(403, "permission_denied", description).with_detail(json!({ "details": null }))
    }

    pub(crate) fn validation(details: &[String]) -> Self {
        // Spelt so by the API.
        let description = "An error ocurred with the input provided";
        Self::new(422, "validation_error", description).with_detail(json!({ "details": details }))
    }

    pub(crate) fn missing(argument: &str) -> Self {
        let description = format!("The '{argument}' argument is required but has not been provided");
        let detail = json!({ "path": [argument], "argument": { "name": argument, "description": null } });
        Self::new(400, "missing_required_argument", description).with_detail(detail)
    }

    pub(crate) fn not_an_object(argument: &str) -> Self {
        Self::invalid(&[argument], "object_expected")
    }

    pub(crate) fn invalid(path: &[&str], issue: &str) -> Self {
        let argument = path.last().copied().unwrap_or_default();
        let detail = json!({
            "path": path, "index": null, "issue": issue, "issue_description": null, "errors": [],
            "argument": { "id": "X", "name": argument, "description": null },
        });
        Self::new(400, "invalid_argument", format!("The '{argument}' argument is invalid")).with_detail(detail)
    }

    pub(crate) fn rate_limited() -> Self {
        let description = "You have reached the rate limit for this type of request";
        Self::new(429, "rate_limit_reached", description).with_detail(json!({ "total_permitted": 100 }))
    }

    pub(crate) fn unhandled() -> Self {
        Self { status: 500, code: "unhandled_exception", description: None, detail: json!({}) }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let error = json!({ "code": self.code, "description": self.description, "detail": self.detail });
        let mut response = json(self.status, &json!({ "error": error }));
        response.headers_mut().insert("x-api-schema", "json-error".parse().expect("a header value"));
        response
    }
}

pub(crate) fn json(status: u16, value: &Value) -> Response {
    respond(status, "application/json", value.to_string())
}

/// What stands in front of a server answers like this.
pub(crate) fn proxy_page() -> Response {
    respond(404, "text/html", "<html><body><h1>404 Not Found</h1><hr>nginx</body></html>\n".to_owned())
}

fn respond(status: u16, content_type: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response.headers_mut().insert(CONTENT_TYPE, content_type.parse().expect("a header value"));
    response
}

/// Who calls, and whether they may.
pub(crate) fn authorize(headers: &HeaderMap) -> Result<(), ApiError> {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match given.strip_prefix("Bearer ") {
        Some(TOKEN) => Ok(()),
        Some(TOKEN_WITHOUT_SCOPE) => {
            let description =
                "The scope required for this endpoint has not been granted to the authenticating identity";
            let detail = json!({ "scopes": ["organizations"] });
            Err(ApiError::new(403, "scope_not_granted", description).with_detail(detail))
        }
        _ => {
            let description = "The API token provided was not valid (it may not exist or have expired)";
            let detail = json!({ "details": null });
            Err(ApiError::new(403, "invalid_api_token", description).with_detail(detail))
        }
    }
}

/// The arguments of a body, which counts only with its content type.
pub(crate) fn arguments(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.starts_with("application/json") {
        return Ok(Map::new());
    }
    serde_json::from_slice(body)
        .map_err(|_| ApiError::new(400, "invalid_json_body", "The JSON body provided could not be parsed"))
}
