use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct Get(String);

fn main() {}
