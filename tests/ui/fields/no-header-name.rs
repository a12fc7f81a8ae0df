use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[header(name = "If Match")]
    pub etag: String,
}

fn main() {}
