use callsheet::Response;

#[derive(Response)]
pub struct Page {
    #[header(prefix = "x-meta-")]
    pub meta: Vec<(String, String)>,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::Page)]
    pub struct Get {}

    async fn call(client: &callsheet::Client) -> Option<super::Page> {
        Get {}.send(client).await.ok()
    }
}

fn main() {}
