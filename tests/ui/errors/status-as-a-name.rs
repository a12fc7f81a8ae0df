use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(not_found = NOT_FOUND))]
pub struct Update {
    pub id: String,
}

fn main() {}
