// mistakes: 3
use callsheet::endpoint;

#[endpoint(
    method = "GET",
    path = "/a",
    response = Result<Vec<String>, Failure>,
    errors(gone(status = 410, detail = Result<String, Failure>), lost(status = 404, body = std::io::Result<u8>)),
)]
pub struct Get;

#[derive(Debug, serde::Deserialize)]
pub struct Failure {}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Option<()> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error: GetError::Gone { detail: _, .. } | GetError::Lost { body: 0, .. }, .. }) => Some(()),
            _ => None,
        }
    }
}

fn main() {}
