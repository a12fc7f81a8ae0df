use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a", body("stream" = true))]
pub struct Update {
    #[payload]
    pub all: Vec<String>,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().all(vec![]).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
