use callsheet::endpoint;

pub struct Image {
    pub width: u32,
}

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[part(json)]
    pub image: Option<Image>,
}

mod elsewhere {
    use super::{Create, CreateBuilder, CreateError};

    async fn call(client: &callsheet::Client, _: CreateBuilder) -> Result<(), CreateError> {
        match Create::builder().image(super::Image { width: 1 }).send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
