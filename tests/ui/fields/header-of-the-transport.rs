// mistakes: 4
use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[header]
    pub content_length: u64,
    #[header(name = "Transfer-Encoding")]
    pub name: String,
    #[header]
    pub host: Option<String>,
}

#[endpoint(method = "POST", path = "/b", idempotency_key = "Connection")]
pub struct Pay;

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().name("a").content_length(1u64).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
