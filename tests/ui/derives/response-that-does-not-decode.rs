// mistakes: 3
use callsheet::Response;

#[derive(Response)]
pub struct Page {
    pub items: Items,
    #[header]
    pub link: Items,
    #[status]
    pub status: String,
}

pub struct Items;

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::Page)]
    pub struct Get {}

    async fn call(client: &callsheet::Client) -> Option<super::Page> {
        Get {}.send(client).await.ok()
    }
}

fn main() {}
