use callsheet::{Part, endpoint};

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    pub purpose: String,
    #[part]
    pub image: Part,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().purpose("a").image("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
