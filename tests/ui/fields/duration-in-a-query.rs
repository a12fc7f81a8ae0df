use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    pub timeout: std::time::Duration,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().timeout(std::time::Duration::ZERO).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
