use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    pub name: String,
    #[body(name = "name")]
    pub title: String,
}

fn main() {}
