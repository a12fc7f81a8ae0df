use callsheet::endpoint;

type Bucket = Option<String>;

#[endpoint(method = "GET", path = "/", host_prefix = "<bucket>.")]
pub struct Get {
    pub bucket: Bucket,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match (Get { bucket: None }).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
