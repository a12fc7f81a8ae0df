use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[query(flatten)]
    pub more: Vec<String>,
}

fn main() {}
