// mistakes: 3
use callsheet::{Patch, endpoint};

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
    pub note: Option<Patch<String>>,
    pub color: Patch<Option<String>>,
    pub size: Patch<Patch<u8>>,
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
