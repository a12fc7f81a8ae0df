//! An embedded server that speaks the wire format of Krystal Identity, on loopback, with its store in memory.
//!
//! The examples use it if no other server is given, and the tests use it too. It implements 18 endpoints, returns their
//! documented errors for invalid requests, and keeps its data until it is dropped. It holds these organizations:
//!
//! | id | identifier | what a call with it gets |
//! | --- | --- | --- |
//! | [`ACME`] | `acme` | an answer |
//! | [`MANAGED`] | `managed` | an answer; to the update by a client, `permission_denied`: somebody else manages it |
//! | [`PROXIED`] | `proxied` | 404 with HTML: something in front of the server answers |
//! | [`LIMITED`] | `limited` | `rate_limit_reached` |
//! | [`BROKEN`] | `broken` | `unhandled_exception` |
//!
//! and the users [`USER`], who calls, and [`OTHER_USER`]. Any token but these is an `invalid_api_token`:
//!
//! | token | what a call with it gets |
//! | --- | --- |
//! | [`TOKEN`] | an answer |
//! | [`TOKEN_WITHOUT_SCOPE`] | `scope_not_granted` |
//! | [`TOKEN_LIMITED`] | `rate_limit_reached` |
//! | [`TOKEN_BROKEN`] | `unhandled_exception` |

mod arguments;
mod authorizations;
mod invites;
mod organizations;
mod people;
mod routes;
mod ssh_keys;
mod store;
mod users;
mod wire;

use std::io;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// The token that may do everything.
pub const TOKEN: &str = "embedded-token";
/// A token without any scope.
pub const TOKEN_WITHOUT_SCOPE: &str = "embedded-token-without-scope";
/// A token whose rate limit is reached.
pub const TOKEN_LIMITED: &str = "embedded-token-limited";
/// A token that makes the server fail.
pub const TOKEN_BROKEN: &str = "embedded-token-broken";
/// The organization that can be updated.
pub const ACME: &str = "org_acme";
/// The organization that somebody else manages.
pub const MANAGED: &str = "org_managed";
/// The organization for which a proxy answers, with HTML.
pub const PROXIED: &str = "org_proxied";
/// The organization whose rate limit is reached.
pub const LIMITED: &str = "org_limited";
/// The organization that makes the server fail.
pub const BROKEN: &str = "org_broken";
/// The authenticated user, who owns every organization.
pub const USER: &str = "user_1";
/// Another user, most of whose members are null.
pub const OTHER_USER: &str = "user_2";
/// A session of the authenticated user.
pub const SESSION: &str = "session_1";
/// The token of a user whose authorization can be queried.
pub const USER_TOKEN: &str = "embedded-user-token";

/// A server that runs until it is dropped.
#[derive(Debug)]
pub struct Server {
    origin: String,
    base_url: String,
    /// Dropping the sender ends the server.
    _stop: oneshot::Sender<()>,
}

impl Server {
    /// Starts a server on a free port of the loopback interface, on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// If no port is available.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let (stop, stopped) = oneshot::channel::<()>();
        let serve = axum::serve(listener, routes::router()).with_graceful_shutdown(async {
            // Dropping the sender makes this return an error, which is the signal to stop.
            let _ = stopped.await;
        });
        tokio::spawn(async move {
            if let Err(error) = serve.await {
                eprintln!("the embedded server ended: {error}");
            }
        });
        Ok(Self { base_url: format!("{origin}/api/v1/client"), origin, _stop: stop })
    }

    /// The base URL of the API for clients: `/api/v1/client`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The base URL of the whole API: `/api/v1`.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("{}/api/v1", self.origin)
    }
}
