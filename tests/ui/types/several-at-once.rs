// mistakes: 4
use callsheet::endpoint;

pub struct Nothing;

#[endpoint(method = "POST", path = "/a", response = Nothing)]
pub struct Create {
    pub name: Nothing,
    #[query]
    pub ids: Nothing,
    #[header]
    pub etag: Nothing,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError, Nothing};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().name(Nothing).ids(Nothing).etag(Nothing).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
