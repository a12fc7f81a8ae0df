use callsheet::{Arguments, endpoint};

#[derive(Arguments)]
pub struct Properties {
    pub name: Option<String>,
}

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update {
    pub id: String,
    pub properties: Properties,
}

fn call() -> Update {
    Update::builder().id("a").properties(Properties::builder().name("b")).build()
}

fn main() {}
