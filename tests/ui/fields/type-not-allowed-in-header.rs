use callsheet::endpoint;

pub struct Etag(String);

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[header]
    pub etag: Etag,
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
