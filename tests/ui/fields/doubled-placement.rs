use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[query]
    #[query]
    pub name: String,
}

fn main() {}
