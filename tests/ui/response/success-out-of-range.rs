use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", success = 404)]
pub struct Update {
    pub id: String,
}

fn main() {}
