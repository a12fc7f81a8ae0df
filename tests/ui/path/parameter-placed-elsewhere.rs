use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    #[body]
    pub id: String,
}

fn main() {}
