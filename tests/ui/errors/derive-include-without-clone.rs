use callsheet::{endpoint, errors};

#[errors(expired = 401)]
pub enum AuthErrors {}

#[endpoint(method = "GET", path = "/a", errors(derive(Clone), include(AuthErrors)))]
pub struct Get {}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => {
                let _ = error.clone();
                Err(error)
            }
            _ => Ok(()),
        }
    }
}

fn main() {}
