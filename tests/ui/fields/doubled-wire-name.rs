use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    pub name: String,
    #[body(name = "name")]
    pub title: String,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().name("a").title("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
