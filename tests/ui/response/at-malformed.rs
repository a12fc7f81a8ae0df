use callsheet::endpoint;

#[derive(serde::Deserialize)]
pub struct Tag {
    pub name: String,
}

// mistakes: 5
#[endpoint(method = "GET", path = "/a", response = Tag, at = "data.tag")]
pub struct Get;

#[endpoint(method = "GET", path = "/b", response = Tag, at = "")]
pub struct GetEmpty;

#[endpoint(method = "GET", path = "/c", response = Tag, at = "/data//tag/")]
pub struct GetSlash;

#[endpoint(method = "GET", path = "/d", response = Tag, at = "/~data/a~1b")]
pub struct GetTilde;

#[endpoint(method = "GET", path = "/e", response = Tag, at = data)]
pub struct GetWord;

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Result<(), GetError> {
        match Get::builder().send(client).await {
            Err(callsheet::Error::Documented { error, .. }) => Err(error),
            _ => Ok(()),
        }
    }
}

fn main() {}
