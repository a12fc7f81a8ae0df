use callsheet::endpoint;

type Image = Option<Vec<u8>>;

#[endpoint(method = "POST", path = "/")]
pub struct Get {
    #[payload(bytes)]
    pub image: Image,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match (Get { image: None }).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
