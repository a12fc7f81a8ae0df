// mistakes: 8
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", path = "/b", query("a"), query("b"), response = u8, response = u8, success = 200, success = 201, errors(a = 404), errors(b = 404), scopes("a"), scopes("b"), api = callsheet::JsonApi, api = callsheet::JsonApi, crate = callsheet, crate = callsheet)]
pub struct Update {
    pub id: String,
}

mod elsewhere {
    use super::{Update, UpdateBuilder, UpdateError};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Result<(), UpdateError> {
        match Update::builder().id("a").send(client).await {
            Err(callsheet::Error::Documented { error: UpdateError::A { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
