use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a", errors(a = 404), errors(b = 410))]
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
