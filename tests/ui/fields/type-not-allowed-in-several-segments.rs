use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a/<rest..>")]
pub struct Get {
    pub rest: u64,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().rest(1u64).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
