use callsheet::endpoint;

#[callsheet::errors(invalid_token = 401)]
pub enum AuthErrors {}

#[endpoint(method = "GET", path = "/a", errors = AuthErrors)]
pub struct Get;

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Option<GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Some(error),
            _ => None,
        }
    }
}

fn main() {}
