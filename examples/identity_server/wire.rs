//! The replies: objects and errors.

use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::{TOKEN, TOKEN_BROKEN, TOKEN_LIMITED, TOKEN_WITHOUT_SCOPE};

/// Why a request fails.
#[derive(Debug)]
pub(crate) enum ApiError {
    /// An error in the API's format.
    Json { status: u16, code: &'static str, description: Option<String>, detail: Value },
    /// A proxy in front of the server answers instead.
    ProxyPage,
}

impl ApiError {
    pub(crate) fn new(status: u16, code: &'static str, description: impl Into<String>) -> Self {
        Self::Json { status, code, description: Some(description.into()), detail: json!({}) }
    }

    pub(crate) fn with_detail(self, given: Value) -> Self {
        match self {
            Self::Json { status, code, description, .. } => Self::Json { status, code, description, detail: given },
            Self::ProxyPage => Self::ProxyPage,
        }
    }

    pub(crate) fn organization_not_found() -> Self {
        let description = "No organization was found matching any of the criteria provided in the arguments";
        Self::new(404, "organization_not_found", description)
    }

    pub(crate) fn user_not_found() -> Self {
        let description = "No user was found matching any of the criteria provided in the arguments";
        Self::new(404, "user_not_found", description)
    }

    pub(crate) fn permission_denied() -> Self {
        let description = "The authenticated identity is not permitted to perform this action";
        Self::new(403, "permission_denied", description).with_detail(json!({ "details": null }))
    }

    /// The input was refused, if there is any problem with it.
    pub(crate) fn validation(wrong: &[String]) -> Result<(), Self> {
        if wrong.is_empty() {
            return Ok(());
        }
        // The API spells it this way.
        let description = "An error ocurred with the input provided";
        Err(Self::new(422, "validation_error", description).with_detail(json!({ "details": wrong })))
    }

    pub(crate) fn missing(path: &[&str]) -> Self {
        let argument = path.last().copied().unwrap_or_default();
        let description = format!("The '{argument}' argument is required but has not been provided");
        let detail = json!({ "path": path, "argument": { "name": argument, "description": null } });
        Self::new(400, "missing_required_argument", description).with_detail(detail)
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
        Self::Json { status: 500, code: "unhandled_exception", description: None, detail: json!({}) }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Self::Json { status, code, description, detail } = self else {
            let page = "<html><body><h1>404 Not Found</h1><hr>nginx</body></html>\n";
            return respond(404, "text/html", page.to_owned());
        };
        let error = json!({ "code": code, "description": description, "detail": detail });
        let mut response = json(status, &json!({ "error": error }));
        response.headers_mut().insert("x-api-schema", "json-error".parse().expect("a header value"));
        response
    }
}

pub(crate) fn json(status: u16, value: &Value) -> Response {
    respond(status, "application/json", value.to_string())
}

fn respond(status: u16, content_type: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response.headers_mut().insert(CONTENT_TYPE, content_type.parse().expect("a header value"));
    response
}

/// Identifies the caller, and checks that the token has this scope.
pub(crate) fn authorize(headers: &HeaderMap, scope: &str) -> Result<(), ApiError> {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match given.strip_prefix("Bearer ") {
        Some(TOKEN) => Ok(()),
        Some(TOKEN_WITHOUT_SCOPE) => {
            let description =
                "The scope required for this endpoint has not been granted to the authenticating identity";
            Err(ApiError::new(403, "scope_not_granted", description).with_detail(json!({ "scopes": [scope] })))
        }
        Some(TOKEN_LIMITED) => Err(ApiError::rate_limited()),
        Some(TOKEN_BROKEN) => Err(ApiError::unhandled()),
        _ => {
            let description = "The API token provided was not valid (it may not exist or have expired)";
            let detail = json!({ "details": null });
            Err(ApiError::new(403, "invalid_api_token", description).with_detail(detail))
        }
    }
}
