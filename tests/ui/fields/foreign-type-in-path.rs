use callsheet::endpoint;
use uuid::Uuid;

#[endpoint(method = "GET", path = "/a/<id>")]
pub struct Get {
    pub id: Uuid,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().id(uuid::Uuid::nil()).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
