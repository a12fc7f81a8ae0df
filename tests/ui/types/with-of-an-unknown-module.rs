use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
    #[body(with = seconds)]
    pub at: u64,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().id("a").at(1u64).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
