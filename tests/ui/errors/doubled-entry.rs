use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(not_found = 404, gone = 410, not_found = 404))]
pub struct Update {
    pub id: String,
}

fn main() {}
