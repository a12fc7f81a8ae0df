use callsheet::Response;

#[derive(Response)]
pub struct Page<T> {
    pub items: T,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::Page<u8>)]
    pub struct Get {}

    async fn call(client: &callsheet::Client) -> Option<super::Page<u8>> {
        Get {}.send(client).await.ok()
    }
}

fn main() {}
