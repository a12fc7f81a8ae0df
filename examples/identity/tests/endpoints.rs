//! Every endpoint of the SDK against the embedded server: success, each documented error, and the errors of any
//! endpoint.

#[path = "endpoints/all.rs"]
mod all;
#[path = "endpoints/documented.rs"]
mod documented;
#[path = "endpoints/shared.rs"]
mod shared;
#[path = "endpoints/successes.rs"]
mod successes;

use callsheet::RetryPolicy;
use identity_server::{self as server, Server};
use krystal_identity::organizations::OrganizationLookup;
use krystal_identity::{Client, Identity};

async fn start() -> (Server, Client) {
    let server = Server::start().await.expect("a port");
    let client = client_of(&server.api_url(), server::TOKEN);
    (server, client)
}

fn client_of(base_url: &str, token: &str) -> Client {
    // The tests check the first answer, so there are no retries.
    Identity::builder().base_url(base_url).bearer(token).retry(RetryPolicy::none()).build().expect("a client")
}

fn id(id: &str) -> OrganizationLookup {
    OrganizationLookup::Id(id.to_owned())
}

fn acme() -> OrganizationLookup {
    OrganizationLookup::Identifier("acme".to_owned())
}
