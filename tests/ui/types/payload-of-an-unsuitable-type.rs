use callsheet::endpoint;

pub struct Changes;

#[endpoint(method = "PATCH", path = "/a")]
pub struct Update {
    #[payload]
    pub changes: Changes,
}

mod elsewhere {
    use super::{Changes, Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().changes(Changes).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
