use callsheet::endpoint;

#[endpoint(get, "/a/{id}/:name")]
pub struct Get {
    pub id: String,
    pub name: String,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Option<GetError> {
        match Get::builder().id("a").name("b").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Some(error),
            _ => None,
        }
    }
}

fn main() {}
