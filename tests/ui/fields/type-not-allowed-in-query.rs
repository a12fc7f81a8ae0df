use callsheet::endpoint;

pub struct Range {
    pub first: u64,
}

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    pub range: Range,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, get: Get, _: GetBuilder) -> Result<(), GetError> {
        match get.send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
