use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", response)]
pub struct Update {
    pub id: String,
}

fn main() {}
