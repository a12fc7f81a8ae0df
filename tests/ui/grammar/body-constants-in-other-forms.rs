// mistakes: 6
use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a", body("a": 1, "b" = Some(2u8), c = "d", "e" = "f".into()))]
pub struct Post;

#[endpoint(method = "POST", path = "/a", body({"a": 1, "b": null}))]
pub struct Object;

#[endpoint(method = "POST", path = "/a", form("a=b&c=d"))]
pub struct Form;

mod elsewhere {
    use super::{Form, Object, Post};

    async fn call(client: &callsheet::Client) {
        drop(Post.send(client).await);
        drop(Object.send(client).await);
        drop(Form.send(client).await);
    }
}

fn main() {}
