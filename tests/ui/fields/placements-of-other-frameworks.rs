// mistakes: 3
use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[json]
    pub name: String,
    #[param]
    pub page: u8,
    #[field]
    pub text: String,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().name("a").page(1).text("b").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
