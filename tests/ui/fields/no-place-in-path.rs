use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a/<ids>")]
pub struct Get {
    pub ids: Vec<String>,
}

fn main() {}
