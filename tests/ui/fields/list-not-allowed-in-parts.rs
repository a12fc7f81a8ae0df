use callsheet::endpoint;

#[derive(serde::Serialize)]
pub struct Image {
    pub width: u32,
}

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[part]
    pub images: Vec<Image>,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().images(vec![super::Image { width: 1 }]).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
