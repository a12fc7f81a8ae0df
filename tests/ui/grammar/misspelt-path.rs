use callsheet::endpoint;

#[endpoint(method = "PATCH", pth = "/a/<id>")]
pub struct Update {
    pub id: String,
}

fn main() {}
