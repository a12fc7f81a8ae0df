use callsheet::endpoint;

#[endpoint(method = "GET", path = "/", host_prefix = "<bucket>.")]
pub struct Get {
    pub bucket: Vec<String>,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().bucket(vec![]).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
