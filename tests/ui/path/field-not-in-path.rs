use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a")]
pub struct Update {
    #[path]
    pub id: String,
}

fn main() {}
