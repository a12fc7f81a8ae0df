use callsheet::Response;

#[derive(Response)]
pub struct Page {
    #[header]
    #[status]
    pub status: u16,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::Page)]
    pub struct Get {}

    async fn call(client: &callsheet::Client) -> Option<super::Page> {
        Get {}.send(client).await.ok()
    }
}

fn main() {}
