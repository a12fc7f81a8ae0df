use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a", body("stream" = true))]
pub struct Update {
    #[body(name = "stream")]
    pub is_stream: bool,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().is_stream(true).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
