// mistakes: 5
use callsheet::endpoint;

#[endpoint("GET /a", errors(not_found = 404))]
pub struct Text;

#[endpoint(method = "GET /a")]
pub struct Method;

#[endpoint(GET /a/b)]
pub struct Unquoted;

#[endpoint("/a")]
pub struct Path;

#[endpoint("method" = "GET", path = "/a")]
pub struct Quoted;

mod elsewhere {
    use super::*;

    async fn call(client: &callsheet::Client) {
        if let Err(callsheet::Error::Documented { error: TextError::NotFound { .. }, .. }) = Text.send(client).await {}
        drop(Method.send(client).await);
        drop(Unquoted.send(client).await);
        drop(Path.send(client).await);
        drop(Quoted.send(client).await);
    }
}

fn main() {}
