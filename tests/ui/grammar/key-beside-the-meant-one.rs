// mistakes: 3
use callsheet::endpoint;

#[endpoint(verb = "GET", method = "GET", path = "/a", errors(a(stat = 404, status = 404)), err(b = 410))]
pub struct Get;

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Option<()> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error: GetError::A { .. } | GetError::B { .. }, .. }) => Some(()),
            _ => None,
        }
    }
}

fn main() {}
