use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct Get {
    #[query(list = "coma")]
    pub ids: Vec<String>,
}

fn main() {}
