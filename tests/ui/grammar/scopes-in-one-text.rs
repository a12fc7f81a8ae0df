use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a", scopes("read write"))]
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
