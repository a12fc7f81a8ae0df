// mistakes: 4
use callsheet::endpoint;

#[callsheet::errors(invalid_token = 401)]
pub enum AuthErrors {}

pub mod shared {
    #[callsheet::errors(limited = 429)]
    pub enum Limits {}
}

#[endpoint(method = "GET", path = "/a", errors(AuthErrors, shared::Limits, gone = , lost(status = )))]
pub struct Get;

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Option<GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error: error @ (GetError::Gone { .. } | GetError::Lost { .. }), .. }) => Some(error),
            _ => None,
        }
    }
}

fn main() {}
