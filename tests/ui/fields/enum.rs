use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub enum Get {
    A,
}

fn main() {}
