// mistakes: 3
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/{id}/<a-b>?c")]
pub struct Update {
    pub id: String,
    pub a_b: String,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().id("a").a_b("b").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
