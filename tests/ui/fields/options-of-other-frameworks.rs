// mistakes: 2
use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[body(rename = "title")]
    pub name: String,
    #[query(style = "csv")]
    pub ids: Vec<u8>,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().name("a").ids(vec![1]).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
