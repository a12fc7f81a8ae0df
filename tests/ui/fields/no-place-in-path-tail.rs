use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a/<rest..>")]
pub struct Get {
    pub rest: u64,
}

fn main() {}
