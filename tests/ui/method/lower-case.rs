use callsheet::endpoint;

#[endpoint(method = "patch", path = "/a/<id>")]
pub struct Update {
    pub id: String,
}

fn main() {}
