//! Shared by the tests: servers that misbehave, and small endpoints to call them.

mod closed_port;
mod fault_server;
mod http2_server;
pub mod orders;
mod outcome;
mod raw_server;
mod received;
mod scripted;
mod simulated;
mod tls_front;
pub mod widgets;

use std::time::Duration;

use callsheet::{Client, ClientBuilder, RetryPolicy};

pub use crate::closed_port::ClosedPort;
pub use crate::fault_server::{FaultLog, FaultServer, Reaction, Refusing, Then, Turn};
pub use crate::http2_server::{Http2Log, Http2Rules, Http2Server};
pub use crate::outcome::outcome;
pub use crate::raw_server::{Log, RawServer, Script};
pub use crate::received::Received;
pub use crate::scripted::{Attempt, Scripted, Step};
pub use crate::simulated::Simulated;
pub use crate::tls_front::{Identity, TlsFront};

/// The timeout of a client that is expected to time out.
pub const SHORT: Duration = Duration::from_millis(150);

/// Builds a client of this server, without a token.
///
/// # Panics
///
/// If the client cannot be built.
#[must_use]
pub fn client_of(server: &RawServer) -> Client {
    builder_of(server).build().expect("a client of a loopback server")
}

/// Returns a builder of a client of this server that makes one attempt. A test that hangs fails after five seconds.
pub fn builder_of(server: &RawServer) -> ClientBuilder {
    Client::builder(server.origin()).timeout(Duration::from_secs(5)).retry(RetryPolicy::none())
}

/// A reply with a content length and `Connection: close`.
#[must_use]
pub fn reply(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut whole = format!("HTTP/1.1 {status} Scripted\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        whole += &format!("{name}: {value}\r\n");
    }
    whole += "\r\n";
    [whole.as_bytes(), body].concat()
}

/// A JSON reply with the request id `req_1`.
#[must_use]
pub fn json(status: u16, body: impl AsRef<[u8]>) -> Vec<u8> {
    reply(status, &[("content-type", "application/json"), ("x-request-id", "req_1")], body)
}

/// A redirect.
#[must_use]
pub fn redirect(status: u16, location: &str) -> Vec<u8> {
    reply(status, &[("location", location), ("x-request-id", "req_redirect")], "moved")
}

/// Prints an error and its sources with `Display` and `Debug`: everything that a log may contain.
#[must_use]
pub fn printed(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        text += &format!("{error}\n{error:?}\n{error:#?}\n");
        next = error.source();
    }
    text
}
