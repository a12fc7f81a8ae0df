// mistakes: 2
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", idempotent, errors(busy(status = 409, retryable), limited(status = 403, rate_limit)))]
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
