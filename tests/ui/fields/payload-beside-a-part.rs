use callsheet::{Body, Part, endpoint};

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[part]
    pub image: Part,
    #[payload]
    pub content: Body,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().image("a").content("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
