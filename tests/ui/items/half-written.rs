// mistakes: 2
// The first error is rustc's own.
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
    pub name
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().id("a").name("b").send(client).await {
            Err(callsheet::Error::Documented { error: UpdateError::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
