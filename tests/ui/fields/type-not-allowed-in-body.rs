use callsheet::endpoint;

pub struct Properties {
    pub name: String,
}

#[endpoint(method = "PATCH", path = "/a")]
pub struct Update {
    pub properties: Properties,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, get: Update, _: UpdateBuilder) -> Result<(), UpdateError> {
        match get.send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
