// mistakes: 5
use callsheet::endpoint;

#[endpoint(
    method = "GET",
    path = "/a",
    headers("Accept: text/csv", "X-Empty", "" = "a", "X Tenant" = "acme", "Host" = "other.example"),
)]
pub struct Get;

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
