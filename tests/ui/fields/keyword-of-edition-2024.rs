use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    pub gen: u32,
    pub id: String,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Option<GetError> {
        match Get::builder().r#gen(1_u32).id("a").send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Some(error),
            _ => None,
        }
    }
}

fn main() {}
