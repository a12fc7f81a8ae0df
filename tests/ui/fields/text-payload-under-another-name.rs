use callsheet::endpoint;

type Note = Option<String>;

#[endpoint(method = "POST", path = "/")]
pub struct Get {
    #[payload(text)]
    pub note: Note,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match (Get { note: None }).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
