// mistakes: 2
use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(not_found = 40, ok = 200))]
pub struct Update {
    pub id: String,
}

fn main() {}
