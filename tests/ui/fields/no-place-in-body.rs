use callsheet::endpoint;

pub struct Properties {
    pub name: String,
}

#[endpoint(method = "PATCH", path = "/a")]
pub struct Update {
    pub properties: Properties,
}

fn main() {}
