use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(gone = 410))]
#[derive(Debug)]
#[callsheet::endpoint(method = "PATCH", path = "/a/<id>", errors(gone = 410))]
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
