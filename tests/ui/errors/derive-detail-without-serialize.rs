use callsheet::endpoint;

#[derive(Debug, serde::Deserialize)]
pub struct Refusal {
    pub details: Vec<String>,
}

#[endpoint(method = "GET", path = "/a", errors(derive(serde::Serialize), refused(status = 422, detail = Refusal)))]
pub struct Get {}

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
