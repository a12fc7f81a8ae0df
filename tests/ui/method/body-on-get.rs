use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a/<id>")]
pub struct Get {
    pub id: String,
    #[body]
    pub name: String,
}

fn main() {}
