use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[header(prefix = "x-meta-")]
    pub meta: String,
}

fn main() {}
