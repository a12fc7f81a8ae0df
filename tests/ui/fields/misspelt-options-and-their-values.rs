// mistakes: 4
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    #[path(nme = "id")]
    pub organization: String,
    #[header(nam = "If-Match", name = "If-Match")]
    pub etag: Option<String>,
    #[query(explode = false)]
    pub ids: Vec<u8>,
    #[query(rename(tags))]
    pub tag: Option<String>,
}

mod elsewhere {
    use super::{Update, UpdateBuilder};

    async fn call(client: &callsheet::Client, _: UpdateBuilder) -> Option<()> {
        match Update::builder().organization("a").ids(vec![1]).send(client).await {
            Err(callsheet::Error::Documented { error: _, .. }) => Some(()),
            _ => None,
        }
    }
}

fn main() {}
