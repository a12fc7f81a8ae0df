use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
#[endpoint(path = "/a", response = String, errors(gone = 410))]
pub struct Update {
    pub id: String,
}

mod elsewhere {
    use super::{Update, UpdateError};

    async fn call(client: &callsheet::Client) -> Option<String> {
        match Update::builder().id("a").send(client).await {
            Ok(updated) => Some(updated),
            Err(callsheet::Error::Documented { error: UpdateError::Gone { .. }, .. }) => None,
            Err(_) => None,
        }
    }
}

fn main() {}
