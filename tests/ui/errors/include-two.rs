use callsheet::{endpoint, errors};

#[errors(a = 401)]
pub enum A {}

#[errors(b = 403)]
pub enum B {}

#[endpoint(method = "PATCH", path = "/a/<id>", errors(include(A, B)))]
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
