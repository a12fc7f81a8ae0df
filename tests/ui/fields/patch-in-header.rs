use callsheet::{Patch, endpoint};

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[header]
    pub etag: Patch<String>,
}

fn main() {}
