//! The default transport with a client of `reqwest` 0.13 that you configure yourself.
//!
//! Use it for settings that [`ReqwestTransport::builder`] does not have. This is the only module whose public items use
//! types of `reqwest`. Other versions of `reqwest` will get their own modules.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use callsheet::Client;
//! use callsheet::transport::reqwest_0_13::{self, reqwest};
//!
//! let transport = reqwest_0_13::from_builder(reqwest::Client::builder().http1_title_case_headers())?;
//! let client = Client::builder("http://api.example.com/v1").transport(transport).build()?;
//! # Ok(())
//! # }
//! ```

/// The crate, in the version that these functions accept.
pub use ::reqwest;

use super::reqwest::ReqwestTransport;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
use crate::config_error::ConfigError;

/// Builds a client without redirects and retries of its own, and returns a transport that uses it. callsheet follows
/// redirects and retries instead.
///
/// Opening a connection may take 10 seconds: name resolution, TCP, TLS and proxy. Change this with
/// [`ClientBuilder::connect_timeout`](crate::ClientBuilder::connect_timeout) or
/// [`set_connect_timeout`](crate::transport::Transport::set_connect_timeout). If the `reqwest::ClientBuilder` has a
/// `connect_timeout` too, the shorter of the two applies.
///
/// If the client uses HTTP/2, enable the feature `http2` of this crate, not only the one of `reqwest`. Otherwise a
/// stream that the server refused is not recognized as [`Refused`](crate::transport::TransportErrorKind::Refused), and
/// the request counts as [`Sent::Maybe`](crate::transport::Sent::Maybe).
///
/// Connection errors do not name the proxy, because `reqwest` does not report it.
///
/// # Errors
///
/// If `reqwest` refuses the configuration.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub fn from_builder(builder: reqwest::ClientBuilder) -> Result<ReqwestTransport, ConfigError> {
    ReqwestTransport::of_builder(builder)
}

/// Returns a transport that uses an existing client.
///
/// Build the client with `redirect(reqwest::redirect::Policy::none())`, as [`from_builder`] does. A client that follows
/// redirects itself does so before this transport sees them, and sends all header fields except `Authorization` and
/// cookies to other origins. It also ignores [`follow_redirects`](crate::ClientBuilder::follow_redirects). And if a
/// connection fails after a redirect that it followed, the transport cannot see the redirect, so the original request
/// may be sent again.
///
/// The client's own `connect_timeout` applies. Without it, only the limit of the call applies.
/// [`set_connect_timeout`](crate::transport::Transport::set_connect_timeout) returns an error. The client's own retries
/// (`reqwest::retry`) have no effect, because it cannot send a body of this transport a second time.
#[must_use]
pub fn from_client(client: reqwest::Client) -> ReqwestTransport {
    ReqwestTransport::of_client(client)
}
