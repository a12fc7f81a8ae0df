use callsheet::{Arguments, endpoint};

#[derive(Arguments)]
pub struct Properties {
    pub name: Option<String>,
}

#[endpoint(method = "PUT", path = "/a")]
pub struct Put {
    pub properties: Option<Properties>,
}

fn call(properties: Option<Properties>) -> Put {
    Put::builder().properties(properties).build()
}

fn main() {}
