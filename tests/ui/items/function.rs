use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub fn get() {}

fn main() {}
