// mistakes: 5
use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
#[query]
pub struct List {
    #[header(If-Match)]
    pub etag: Option<String>,
    #[query(pageSize, sensitive)]
    pub page_size: Option<u8>,
}

#[endpoint({ method = "PUT", path = "/a" })]
pub struct Put {
    #[payload(json)]
    pub item: String,
}

mod elsewhere {
    use super::{List, Put};

    async fn call(client: &callsheet::Client) {
        drop(List::builder().etag("a").page_size(1).send(client).await);
        drop(Put::builder().item("a").send(client).await);
    }
}

fn main() {}
