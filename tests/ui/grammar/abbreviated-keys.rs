// mistakes: 6
use callsheet::endpoint;

#[endpoint(verb = GET, url("/a/<org>"), resp = Vec<String>, eror(not_found = 404, gone(stat = 410, body = String)))]
pub struct Get {
    pub organization: String,
}

mod elsewhere {
    use super::{Get, GetBuilder, GetError};

    async fn call(client: &callsheet::Client, _: GetBuilder) -> Option<()> {
        match Get::builder().organization("a").send(client).await {
            Err(callsheet::Error::Documented { error: GetError::NotFound { .. } | GetError::Gone { .. }, .. }) => Some(()),
            _ => None,
        }
    }
}

fn main() {}
