// mistakes: 8
use callsheet::endpoint;

#[endpoint(method = "PATCH"; path = "/a/<id>", errors(not_found = 404; gone = 410), scopes("a"; "b"))]
pub struct Update {
    pub id: String,
    #[header(name = "If-Match"; sensitive)]
    pub etag: String,
}

#[endpoint(method = "GET",, path = "/a", errors(not_found = 404 gone = 410), query("a" = "b"; "c" = "d"))]
pub struct List {
    #[query(sensitive = true)]
    pub token: Option<String>,
}

mod elsewhere {
    use super::{List, Update, UpdateError};

    async fn call(client: &callsheet::Client) -> Result<(), UpdateError> {
        drop(List::builder().token("a").send(client).await);
        match Update::builder().id("a").etag("b").send(client).await {
            Err(callsheet::Error::Documented { error: UpdateError::Gone { .. }, .. }) => Ok(()),
            _ => Ok(()),
        }
    }
}

fn main() {}
