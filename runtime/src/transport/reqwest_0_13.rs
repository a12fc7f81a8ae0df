//! The default transport over a client of `reqwest` 0.13 that you configure yourself.
//!
//! Use it for settings that [`ReqwestTransport::builder`] does not have. This is the only module whose public items name types
//! of `reqwest`: when callsheet moves to another version of it, a module for that version is added.
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

/// A transport over a client that is built here, with redirects and retries left to callsheet.
///
/// Making a connection may take 10 seconds: name, TCP, TLS and proxy. Change it by
/// [`ClientBuilder::connect_timeout`](crate::ClientBuilder::connect_timeout), or by
/// [`set_connect_timeout`](crate::transport::Transport::set_connect_timeout). A `connect_timeout` of the
/// `reqwest::ClientBuilder` holds in addition: the shorter of the two.
///
/// If the client speaks HTTP/2, enable the feature `http2` of this crate, not that of `reqwest` alone: only then a stream
/// that the server refused is known as such ([`Refused`](crate::transport::TransportErrorKind::Refused)). Without it such a
/// request is [`Sent::Maybe`](crate::transport::Sent::Maybe).
///
/// An error of connecting cannot name the proxy: `reqwest` does not report it.
///
/// # Errors
///
/// If `reqwest` refuses the configuration.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub fn from_builder(builder: reqwest::ClientBuilder) -> Result<ReqwestTransport, ConfigError> {
    ReqwestTransport::of_builder(builder)
}

/// A transport over a client that exists already.
///
/// Build it with `redirect(reqwest::redirect::Policy::none())`: a client that follows redirects itself does so before
/// this transport sees them, and sends every header but `Authorization` and cookies to other origins.
/// [`from_builder`] sets that. Such a client also ignores
/// [`follow_redirects`](crate::ClientBuilder::follow_redirects), and if a connection fails after a redirect that it
/// followed, nothing shows that there was one: the original request may be sent again.
///
/// The time for making a connection is the client's: without `connect_timeout` on its builder there is no limit but that
/// of the call, and [`set_connect_timeout`](crate::transport::Transport::set_connect_timeout) returns an error. The
/// client's own retries (`reqwest::retry`) do not apply: a body that this transport sends cannot be sent a second time
/// below it.
#[must_use]
pub fn from_client(client: reqwest::Client) -> ReqwestTransport {
    ReqwestTransport::of_client(client)
}
