use callsheet::endpoint;

// mistakes: 2
#[endpoint(method = "GET", path = "/a", headers("X-Version": "2026-01", Accept-Language: en), query(acl, page: 2))]
pub struct Get;

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
