//! The routes of the operations, and the checks that all of them share.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{self, MethodFilter, MethodRouter};
use serde_json::Value;

use crate::arguments::Arguments;
use crate::store::Store;
use crate::wire::{self, ApiError};
use crate::{authorizations, invites, organizations, people, ssh_keys, users};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The result of an operation. Its status is 200 unless the table has another one.
type Operation = fn(&mut Store, &Arguments) -> Result<Value, ApiError>;

#[derive(Clone, Default)]
struct Shared {
    store: Arc<Mutex<Store>>,
    requests: Arc<AtomicU64>,
}

pub(crate) fn router() -> Router {
    const GET: MethodFilter = MethodFilter::GET;
    const POST: MethodFilter = MethodFilter::POST;
    const PATCH: MethodFilter = MethodFilter::PATCH;
    let shared = Shared::default();
    let api = Router::new()
        .route("/client/organizations", on(POST, 200, "organizations", organizations::create))
        .route("/client/organizations/{organization}", on(PATCH, 200, "organizations", organizations::update))
        .route("/client/users/{user}", on(GET, 200, "users", users::get))
        .route("/organizations", on(GET, 200, "organizations", organizations::list))
        .route("/organizations/{organization}", on(GET, 200, "organizations", organizations::info))
        .route("/organizations/{organization}", on(PATCH, 200, "organizations", organizations::update_info))
        .route("/organizations/{organization}/permissions", on(GET, 200, "organizations", organizations::permissions))
        .route("/organizations/{organization}/invites", on(GET, 200, "organizations", invites::list))
        .route("/organizations/{organization}/invites", on(POST, 200, "organizations", invites::create))
        .route("/signup_intents", on(POST, 200, "signup_intents", users::create_signup_intent))
        .route("/ssh_keys", on(POST, 200, "ssh_keys", ssh_keys::create))
        .route("/ssh_keys/authenticate", on(GET, 200, "ssh_keys", ssh_keys::authenticate))
        .route("/user", on(GET, 200, "user", people::get))
        .route("/user", on(PATCH, 200, "user", people::update))
        .route("/user/preferences", on(PATCH, 200, "user", people::update_preferences))
        .route("/user/identity_check", on(POST, 200, "user", people::create_identity_check))
        .route("/user/authorization", on(POST, 200, "user", authorizations::get))
        .route("/users", on(POST, 201, "users", users::create));
    Router::new()
        .nest("/api/v1", api)
        .fallback(route_not_found)
        .method_not_allowed_fallback(route_not_found)
        .layer(middleware::from_fn_with_state(shared.clone(), name_request))
        .with_state(shared)
}

/// An operation for a method, with its success status and the scope that it requires.
fn on(method: MethodFilter, status: u16, scope: &'static str, operation: Operation) -> MethodRouter<Shared> {
    let answer =
        async move |State(shared): State<Shared>, path: RawPathParams, uri: Uri, headers: HeaderMap, body: Bytes| {
            wire::authorize(&headers, scope)?;
            let arguments = Arguments::read(&path, uri.query().unwrap_or_default(), &headers, &body)?;
            let mut store = shared.store.lock().map_err(|_| ApiError::unhandled())?;
            operation(&mut store, &arguments).map(|answer| wire::json(status, &answer))
        };
    routing::on(method, answer)
}

/// Creates an id for each request and adds it to the reply.
async fn name_request(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let id = shared.requests.fetch_add(1, Ordering::Relaxed) + 1;
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::from_str(&format!("req_{id:04}")) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

async fn route_not_found(method: Method, uri: Uri) -> ApiError {
    let path = uri.path().trim_start_matches("/api/v1/");
    ApiError::new(404, "route_not_found", format!("No route matches '{path}' for {method}"))
}
