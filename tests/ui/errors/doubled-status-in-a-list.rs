// mistakes: 4
use callsheet::endpoint;

#[endpoint(
    method = "GET",
    path = "/a",
    success = [200, 203, 200],
    scopes("read", "write", "read"),
    errors(gone = [404, 410, 404], lost(status = 409, code = " lost "))
)]
pub struct Get;

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
