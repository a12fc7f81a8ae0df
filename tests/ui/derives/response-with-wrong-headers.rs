// mistakes: 4
use callsheet::Response;

#[derive(Response)]
pub struct Page {
    #[header(name = "E Tag")]
    pub etag: String,
    #[header(name = "")]
    pub link: Option<String>,
    #[header(prefix = "x-meta-", with = callsheet::with::http_date)]
    pub meta: std::collections::BTreeMap<String, String>,
    #[header]
    pub größe: u64,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::Page)]
    pub struct Get {}

    async fn call(client: &callsheet::Client) -> Option<super::Page> {
        Get {}.send(client).await.ok()
    }
}

fn main() {}
