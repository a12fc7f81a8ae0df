use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    #[path(name = "id")]
    pub first: String,
    pub id: String,
}

fn main() {}
