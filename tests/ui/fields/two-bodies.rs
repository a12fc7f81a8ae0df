use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    pub name: String,
    #[payload]
    pub all: Vec<u8>,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().name("a").all(Vec::<u8>::new()).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
