use callsheet::Response;

type Tags = Vec<String>;

#[derive(Response)]
pub struct Page {
    #[header]
    pub tags: Tags,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::Page)]
    pub struct Get {}

    async fn call(client: &callsheet::Client) -> Option<super::Page> {
        Get {}.send(client).await.ok()
    }
}

fn main() {}
