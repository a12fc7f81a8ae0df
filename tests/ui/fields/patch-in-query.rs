use callsheet::{Patch, endpoint};

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    pub name: Patch<String>,
}

fn main() {}
