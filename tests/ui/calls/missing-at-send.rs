use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
    pub name: String,
    pub page: Option<u32>,
}

fn call(client: &callsheet::Client) {
    let _ = Update::builder().id("a").page(1).send(client);
}

fn main() {}
