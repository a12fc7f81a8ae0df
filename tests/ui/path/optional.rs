use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: Option<String>,
}

fn main() {}
