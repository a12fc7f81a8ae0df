use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>/b/<id>")]
pub struct Update {
    pub id: String,
}

fn main() {}
