use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(gone = 410))]
pub struct Update {
    pub id: String,
    #[header(idempotency_key)]
    pub first: Option<String>,
    #[header(idempotency_key)]
    pub second: Option<String>,
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
