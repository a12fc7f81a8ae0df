use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(not_found = 404, NotFound = 410))]
pub struct Update {
    pub id: String,
}

fn main() {}
