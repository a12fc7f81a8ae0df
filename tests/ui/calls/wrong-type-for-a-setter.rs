use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
}

fn call() -> Update {
    Update::builder().id(1).build()
}

fn main() {}
