// mistakes: 2
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(not_found = 404))]
#[derive(Debug, Clone)]
pub struct Update {
    pub id: String,
    pub name: String,
    #[query]
    pub name: Option<u8>,
    pub r#id: String,
}

mod elsewhere {
    use super::{Update, UpdateError};

    async fn call(client: &callsheet::Client) -> Result<(), UpdateError> {
        let update = Update { id: "a".into(), name: "b".into() };
        drop(update.send(client).await);
        match Update::builder().id("a").name("b").send(client).await {
            Err(callsheet::Error::Documented { error: UpdateError::NotFound { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
