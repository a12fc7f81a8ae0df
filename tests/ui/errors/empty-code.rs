use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(gone(status = 410, code = "")))]
pub struct Update {
    pub id: String,
}

fn main() {}
