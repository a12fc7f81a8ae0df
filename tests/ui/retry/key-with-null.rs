use callsheet::{Patch, endpoint};

#[endpoint(method = "POST", path = "/a")]
pub struct Update {
    #[body(idempotency_key)]
    pub token: Patch<String>,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().token("a".to_owned()).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
