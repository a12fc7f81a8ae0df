// mistakes: 2
use callsheet::endpoint;

#[derive(serde::Serialize)]
pub struct Option<T>(pub T);

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
    pub name: Option<String>,
    #[query]
    pub page: Option<u8>,
    #[query]
    pub size: std::option::Option<u8>,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().id("a").name("a").page(1).maybe_size(None).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
