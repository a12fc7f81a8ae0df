use callsheet::{Patch, endpoint};

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[header]
    pub etag: Patch<String>,
}

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
