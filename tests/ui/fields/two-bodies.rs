use callsheet::endpoint;

#[endpoint(method = "POST", path = "/a")]
pub struct Create {
    pub name: String,
    #[payload]
    pub all: Vec<u8>,
}

fn main() {}
