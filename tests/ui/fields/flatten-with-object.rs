use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[query(flatten, object = "dots")]
    pub more: std::collections::BTreeMap<String, String>,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().more(std::collections::BTreeMap::new()).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
