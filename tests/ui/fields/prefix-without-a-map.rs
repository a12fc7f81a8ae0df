use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[header(prefix = "x-meta-")]
    pub meta: String,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().meta("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
