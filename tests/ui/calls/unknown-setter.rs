use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
}

fn call() -> Update {
    Update::builder().idd("a").build()
}

fn main() {}
