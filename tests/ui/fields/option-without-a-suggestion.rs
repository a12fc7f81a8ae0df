use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[payload(zzz)]
    pub name: String,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().name("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
