use callsheet::endpoint;

pub struct Etag(String);

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[header]
    pub etag: Etag,
}

fn main() {}
