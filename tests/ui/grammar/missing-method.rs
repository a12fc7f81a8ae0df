use callsheet::endpoint;

#[endpoint(path = "/a/<id>")]
pub struct Update {
    pub id: String,
}

fn main() {}
