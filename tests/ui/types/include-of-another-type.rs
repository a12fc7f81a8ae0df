use callsheet::endpoint;

pub struct NoSet;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(gone = 410, include(NoSet)))]
pub struct Update {
    pub id: String,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error: UpdateError::Gone { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
