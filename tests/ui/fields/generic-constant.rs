use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a")]
pub struct Update<const N: usize> {
    pub id: [u8; N],
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match (Update { id: [1] }).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
