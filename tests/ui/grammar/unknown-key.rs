use callsheet::endpoint;

#[endpoint(metod = "PATCH", method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
}

fn main() {}
