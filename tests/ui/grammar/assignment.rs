use callsheet::endpoint;

#[endpoint = "GET /a"]
pub struct Get;

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error: _, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
