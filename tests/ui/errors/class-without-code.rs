// mistakes: 3
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a", errors(other = "4XX", down(status = 500..=503, detail = String, throttle)))]
pub struct Get;

#[callsheet::errors(any = "5XX")]
pub enum Shared {}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Option<()> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error: GetError::Other { .. } | GetError::Down { .. }, .. }) => Some(()),
            _ => None,
        }
    }
}

fn main() {}
