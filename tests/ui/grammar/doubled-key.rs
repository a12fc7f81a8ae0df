use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", method = "PUT")]
pub struct Update {
    pub id: String,
}

fn main() {}
