use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>?page=1")]
pub struct Update {
    pub id: String,
}

fn main() {}
