use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", response: String)]
pub struct Update {
    pub id: String,
}

mod elsewhere {
    use super::Update;

    async fn call(client: &callsheet::Client) -> Option<String> {
        Update::builder().id("a").send(client).await.ok()
    }
}

fn main() {}
