use callsheet::{endpoint, errors};

// mistakes: 2

#[endpoint(method = "GET", path = "/a", errors(derive, gone = 410))]
pub struct Get {}

#[errors(derive("Clone"), gone = 410)]
pub enum Common {}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => {
                Err(error)
            }
            _ => Ok(()),
        }
    }
}

fn main() {}
