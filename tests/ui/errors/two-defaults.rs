use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(default, default(detail = String)))]
pub struct Update {
    pub id: String,
}

fn main() {}
