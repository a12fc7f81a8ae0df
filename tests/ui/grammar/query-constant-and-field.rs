use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a/<id>", query("page" = "1"))]
pub struct Get {
    pub id: String,
    pub page: Option<u32>,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
