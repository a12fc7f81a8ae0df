use callsheet::{endpoint, errors};

#[errors(gone = 410)]
pub enum Shared {
    A,
}

#[endpoint(method = "PATCH", path = "/a/<id>", errors(include(Shared)))]
pub struct Update {
    pub id: String,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error: UpdateError::Shared(super::Shared::Gone { .. }), .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
