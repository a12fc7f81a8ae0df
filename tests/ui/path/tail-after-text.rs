use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/x<rest..>")]
pub struct Update {
    pub rest: String,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().rest("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
