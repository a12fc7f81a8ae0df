// mistakes: 4
use callsheet::endpoint;

#[endpoint(verb = "PATCH", url = "/a/<id>", returns = String, params("a"))]
pub struct Update {
    pub id: String,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
