use callsheet::endpoint;

pub struct Range {
    pub first: u64,
}

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    pub range: Range,
}

fn main() {}
