// mistakes: 10
use callsheet::endpoint;

#[endpoint(
    /// Reads a list.
    @method = "GET",
    let path = "/a",
    "name": "list",
    [success = 200],
    !idempotent,
    ..,
    errors(gone = 410), // This one is right.
    "b." = host_prefix,
    => String
)]
pub struct Get;

#[endpoint(method = "GET", path = "/a" /** Reads a list. */)]
pub struct List;

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error: GetError::Gone { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
