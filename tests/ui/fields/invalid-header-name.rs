use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[header(name = "If Match")]
    pub etag: String,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().etag("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
