use callsheet::{Part, endpoint};

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[part]
    pub image: Part,
    #[header]
    pub content_type: String,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().image("a").content_type("multipart/form-data").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
