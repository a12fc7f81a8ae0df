// mistakes: 4
use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a", headers("Content-Type"))]
pub struct First {}

#[endpoint(method = "POST", path = "/a", headers("Content-Type" = "json"))]
pub struct Second {}

#[endpoint(method = "POST", path = "/a", headers("Content-Type" = ""))]
pub struct Third {}

#[endpoint(method = "POST", path = "/a", headers("Content-Type" = "text/csv; charset"))]
pub struct Fourth {
    #[payload(text)]
    pub text: String,
}

mod elsewhere {
    use super::{First, FirstBuilder, FirstError};

    async fn call(client: &callsheet::Client, _: FirstBuilder) -> Result<(), FirstError> {
        match First::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
