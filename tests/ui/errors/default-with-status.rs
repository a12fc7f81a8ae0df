use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(default = 404))]
pub struct Update {
    pub id: String,
}

fn main() {}
