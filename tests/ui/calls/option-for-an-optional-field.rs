use callsheet::endpoint;

#[endpoint(method = "GET", path = "/a")]
pub struct List {
    pub name: Option<String>,
}

fn call(name: Option<String>) -> List {
    List::builder().name(name).build()
}

fn main() {}
