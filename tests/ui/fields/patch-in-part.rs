use callsheet::{Patch, endpoint};

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[part(json)]
    pub name: Patch<String>,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
