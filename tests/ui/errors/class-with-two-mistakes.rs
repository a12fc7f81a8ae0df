// mistakes: 4
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a", errors(a = 4XX, b = 499..=410, c(status = "5xx"), 3XX = d))]
pub struct Get;

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Option<()> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error: GetError::A { .. } | GetError::B { .. } | GetError::C { .. } | GetError::D { .. }, .. }) => Some(()),
            _ => None,
        }
    }
}

fn main() {}
