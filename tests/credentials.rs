//! Credentials: authorizers of a user's own, and what a client does with them.

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

/// Three attempts, without a wait of the client's own in between.
const AT_ONCE: RetryPolicy = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);

/// A client over this transport that tries again at once, three times in all.
fn over(transport: &Scripted) -> ClientBuilder {
    Client::builder("http://orders.example").transport(transport.clone()).retry(AT_ONCE)
}

/// The order `1`, by an endpoint of this type.
macro_rules! order {
    ($ty:ident) => {
        support::orders::$ty { order: "1".to_owned() }
    };
}
use order;
