// mistakes: 2
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(a = "2XX", b = "404"))]
pub struct Update {
    pub id: String,
}

fn main() {}
