use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[payload]
    pub name: String,
    #[payload]
    pub text: String,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().name("a").text("b").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
