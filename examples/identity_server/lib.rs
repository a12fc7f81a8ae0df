//! An embedded server that speaks the wire format of Krystal Identity, on loopback, with its store in memory.
//!
//! The examples talk to it where no other server is given, and the tests share it. It holds these organizations:
//!
//! | id | identifier | what a call with it gets |
//! | --- | --- | --- |
//! | [`ACME`] | `acme` | an update |
//! | [`MANAGED`] | `managed` | `permission_denied`: somebody else manages it |
//! | [`PROXIED`] | `proxied` | 404 with HTML: something in front of the server answers |
//! | [`LIMITED`] | `limited` | `rate_limit_reached` |
//! | [`BROKEN`] | `broken` | `unhandled_exception` |
//!
//! Any token but [`TOKEN`] is an `invalid_api_token`, but for [`TOKEN_WITHOUT_SCOPE`], which gets `scope_not_granted`.

mod organizations;
mod wire;

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::patch;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::organizations::Organizations;
use crate::wire::ApiError;

/// The token that may do everything.
pub const TOKEN: &str = "embedded-token";
/// A token without the scope that organizations need.
pub const TOKEN_WITHOUT_SCOPE: &str = "embedded-token-without-scope";
/// The organization that can be updated.
pub const ACME: &str = "org_acme";
/// The organization that somebody else manages.
pub const MANAGED: &str = "org_managed";
/// The organization that a proxy answers for, with HTML.
pub const PROXIED: &str = "org_proxied";
/// The organization whose rate limit is reached.
pub const LIMITED: &str = "org_limited";
/// The organization over which the server falls.
pub const BROKEN: &str = "org_broken";

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A server that runs until it is dropped.
#[derive(Debug)]
pub struct Server {
    base_url: String,
    /// Dropped with the server, which ends it.
    _stop: oneshot::Sender<()>,
}

impl Server {
    /// Starts a server on a free port of the loopback interface, on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// Where no port can be had.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let base_url = format!("http://{}/api/v1/client", listener.local_addr()?);
        let (stop, stopped) = oneshot::channel::<()>();
        let serve = axum::serve(listener, router()).with_graceful_shutdown(async {
            // An error is the sender's end, which is what is waited for.
            let _ = stopped.await;
        });
        tokio::spawn(async move {
            if let Err(error) = serve.await {
                eprintln!("the embedded server ended: {error}");
            }
        });
        Ok(Self { base_url, _stop: stop })
    }

    /// Where the API is.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }
}

#[derive(Clone, Default)]
struct Store {
    organizations: Arc<Mutex<Organizations>>,
    requests: Arc<AtomicU64>,
}

fn router() -> Router {
    let store = Store::default();
    Router::new()
        .route("/api/v1/client/organizations/{organization}", patch(update_organization))
        .fallback(route_not_found)
        .layer(middleware::from_fn_with_state(store.clone(), name_request))
        .with_state(store)
}

/// Gives each request an id, for its reply.
async fn name_request(State(store): State<Store>, request: Request, next: Next) -> Response {
    let id = store.requests.fetch_add(1, Ordering::Relaxed) + 1;
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

async fn update_organization(
    State(store): State<Store>,
    Path(segment): Path<String>,
    headers: HeaderMap,
    body: axum::body::Bytes,
) -> Result<Response, ApiError> {
    wire::authorize(&headers)?;
    let arguments = wire::arguments(&headers, &body)?;
    let mut organizations = store.organizations.lock().map_err(|_| ApiError::unhandled())?;
    let id = organizations.find(&segment, arguments.get("organization"))?;
    match id.as_str() {
        PROXIED => return Ok(wire::proxy_page()),
        LIMITED => return Err(ApiError::rate_limited()),
        BROKEN => return Err(ApiError::unhandled()),
        _ => {}
    }
    let properties = arguments.get("properties").ok_or_else(|| ApiError::missing("properties"))?;
    let Value::Object(properties) = properties else { return Err(ApiError::not_an_object("properties")) };
    let organization = organizations.update(&id, properties)?;
    Ok(wire::json(200, &serde_json::json!({ "organization": organization })))
}
