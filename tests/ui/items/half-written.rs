// The error is rustc's own.
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(not_found = 404))]
pub struct Update {
    pub id: String,
    #[query]
    pub limit: Option<u8>,
    pub name
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().id("a").limit(1).name("b").send(client).await {
            Err(callsheet::Error::Documented { error: UpdateError::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
