// mistakes: 3
use callsheet::Response;

#[derive(Response)]
pub struct Page {
    #[header(sensitive)]
    pub link: String,
    #[header(default = 30)]
    pub limit: Option<u32>,
    #[payload(text)]
    pub body: callsheet::Text,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::Page)]
    pub struct Get {}

    async fn call(client: &callsheet::Client) -> Option<super::Page> {
        Get {}.send(client).await.ok()
    }
}

fn main() {}
