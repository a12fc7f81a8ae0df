use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a/<rest..>/b")]
pub struct Get {
    pub rest: String,
}

fn main() {}
