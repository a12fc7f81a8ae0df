use callsheet::endpoint;

#[endpoint(method = "GET", path = "a\\b\\{self.id}")]
pub struct Get {
    pub id: String,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Option<GetError> {
        match Get::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Some(error),
            _ => None,
        }
    }
}

fn main() {}
