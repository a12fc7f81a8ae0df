// mistakes: 3
use callsheet::endpoint;

#[derive(serde::Deserialize)]
pub struct Updated {
    pub name: String,
}

#[endpoint(method = "PATCH", path = "/a/<id>", respose = Updated, erors(gone(status = 410, details = String)))]
pub struct Update {
    pub id: String,
}

mod elsewhere {
    use super::{Update, UpdateError};

    async fn call(client: &callsheet::Client) -> Option<String> {
        match Update::builder().id("a").send(client).await {
            Ok(updated) => Some(updated.name),
            Err(callsheet::Error::Documented { error: UpdateError::Gone { detail, .. }, .. }) => Some(detail),
            Err(_) => None,
        }
    }
}

fn main() {}
