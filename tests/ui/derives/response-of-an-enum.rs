use callsheet::Response;

#[derive(Response)]
pub enum Page {
    A,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::Page)]
    pub struct Get {}

    async fn call(client: &callsheet::Client) -> Option<super::Page> {
        Get {}.send(client).await.ok()
    }
}

fn main() {}
