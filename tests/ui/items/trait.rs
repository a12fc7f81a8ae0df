use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub trait Get {}

fn main() {}
