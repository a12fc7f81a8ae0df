use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
    pub name: String,
    pub page: Option<u32>,
}

fn call() -> Update {
    Update::builder().id("a").name("b").id("c").build()
}

fn main() {}
