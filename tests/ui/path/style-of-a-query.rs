use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a/<ids>")]
pub struct Get {
    #[path(pipes)]
    pub ids: Vec<String>,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match (Get { ids: Vec::new() }).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
