use callsheet::endpoint;

#[endpoint(method = "PATHC", path = "/a/<id>")]
pub struct Update {
    pub id: String,
}

fn main() {}
