// mistakes: 2
use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[body(name = "a", name = "b")]
    pub name: String,
    #[header(sensitive, sensitive)]
    pub token: String,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().name("a").token("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
