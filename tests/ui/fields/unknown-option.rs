use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    #[body(nam = "title")]
    pub name: String,
}

fn main() {}
