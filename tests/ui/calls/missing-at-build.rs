// mistakes: 2
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
    pub name: String,
    pub page: Option<u32>,
}

fn call() -> Update {
    Update::builder().page(1).build()
}

fn main() {}
