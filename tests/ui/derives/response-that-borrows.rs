use callsheet::Response;

#[derive(Response)]
pub struct Page<'a> {
    pub items: &'a str,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::Page<'static>)]
    pub struct Get {}

    async fn call(client: &callsheet::Client) -> Option<super::Page<'static>> {
        Get {}.send(client).await.ok()
    }
}

fn main() {}
