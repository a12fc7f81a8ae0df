use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(not_found(stats = 404, status = 404)))]
pub struct Update {
    pub id: String,
}

fn main() {}
