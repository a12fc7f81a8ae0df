//! How a client reacts when servers, networks and clocks fail. Some tests use a server that misbehaves by plan; tests
//! that depend on time use a transport without a network.

#[path = "faults/classified.rs"]
mod classified;
#[path = "faults/clocks.rs"]
mod clocks;
#[cfg(target_os = "linux")]
#[path = "faults/connecting.rs"]
mod connecting;
#[path = "faults/drift.rs"]
mod drift;
#[path = "faults/earlier.rs"]
mod earlier;
#[path = "faults/events.rs"]
mod events;
#[path = "faults/gate.rs"]
mod gate;
#[path = "faults/http2.rs"]
mod http2;
#[path = "faults/kept.rs"]
mod kept;
#[path = "faults/keys.rs"]
mod keys;
#[path = "faults/layers.rs"]
mod layers;
#[path = "faults/listener.rs"]
mod listener;
#[path = "faults/options.rs"]
mod options;
#[path = "faults/redirected.rs"]
mod redirected;
#[path = "faults/renew.rs"]
mod renew;
#[path = "faults/renewals.rs"]
mod renewals;
#[path = "faults/table.rs"]
mod table;
#[path = "faults/tls.rs"]
mod tls;
#[path = "faults/tokens.rs"]
mod tokens;
#[path = "faults/tower_http.rs"]
mod tower_http;
#[path = "faults/traces.rs"]
mod traces;
#[path = "faults/unreachable.rs"]
mod unreachable;
#[path = "faults/waits.rs"]
mod waits;
#[path = "faults/without_runtime.rs"]
mod without_runtime;

use std::time::Duration;

use callsheet::transport::{TimeLimit, TransportErrorKind};
use callsheet::{
    Client, ClientBuilder, Error, RetryPolicy, WithReply,
    error::{DocumentedError, Sent},
};
use support::Scripted;

/// Three attempts without a backoff.
const AT_ONCE: RetryPolicy = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);

const SECOND: Duration = Duration::from_secs(1);

/// A builder of a client with this transport that makes up to three attempts without a backoff.
fn over(transport: &Scripted) -> ClientBuilder {
    Client::builder("http://orders.example").transport(transport.clone()).retry(AT_ONCE)
}

/// The result of a call, without the types of its endpoint.
#[derive(Debug, PartialEq, Eq)]
struct Ended {
    /// `ok`, or the kind of the error.
    how: String,
    attempts: u32,
    sent: Sent,
}

fn ended<T, E: DocumentedError>(result: Result<WithReply<T>, Error<E>>) -> Ended {
    match result {
        Ok(full) => Ended { how: "ok".to_owned(), attempts: full.reply.attempts(), sent: Sent::Yes },
        Err(error) => Ended { how: how(&error), attempts: error.attempts(), sent: error.sent() },
    }
}

fn how<E: DocumentedError>(error: &Error<E>) -> String {
    let kind = match error {
        Error::Documented { .. } => "api",
        Error::Undocumented { .. } => "undocumented",
        Error::UnexpectedBody { .. } => "foreign",
        Error::Decode { .. } => "decode",
        Error::Build { .. } => "build",
        Error::Timeout { source, .. } => match source.time_limit() {
            Some(TimeLimit::Connect) => "timeout:connect",
            Some(TimeLimit::Attempt) => "timeout:attempt",
            Some(TimeLimit::Total) => "timeout:total",
            _ => "timeout",
        },
        Error::Transport { source, .. } => match source.kind() {
            TransportErrorKind::Connect => "connect",
            TransportErrorKind::Request => "request",
            TransportErrorKind::NoReply => "no_reply",
            TransportErrorKind::CutOff => "cut_off",
            TransportErrorKind::TooLarge => "too_large",
            TransportErrorKind::Credentials => "credentials",
            TransportErrorKind::Layer => "layer",
            _ => "transport",
        },
        _ => "other",
    };
    match error.status() {
        Some(status) => format!("{kind} {}", status.as_u16()),
        None => kind.to_owned(),
    }
}

/// A call of this endpoint type for the order `1`.
macro_rules! order {
    ($ty:ident) => {
        support::orders::$ty { order: "1".to_owned() }
    };
}
use order;
