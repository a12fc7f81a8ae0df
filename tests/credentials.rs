//! Credentials: custom authorizers, and how a client uses them.

#[path = "credentials/authorizers.rs"]
mod authorizers;
#[path = "credentials/scopes.rs"]
mod scopes;
#[path = "credentials/settings.rs"]
mod settings;
#[path = "credentials/signatures.rs"]
mod signatures;

use std::time::Duration;

use callsheet::{Client, ClientBuilder, RetryPolicy};
use support::Scripted;

/// Three attempts without a backoff.
const AT_ONCE: RetryPolicy = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);

/// A client with this transport that makes up to three attempts without a backoff.
fn over(transport: &Scripted) -> ClientBuilder {
    Client::builder("http://orders.example").transport(transport.clone()).retry(AT_ONCE)
}

/// A call of this endpoint type for the order `1`.
macro_rules! order {
    ($ty:ident) => {
        support::orders::$ty { order: "1".to_owned() }
    };
}
use order;
