use callsheet::endpoint;

#[endpoint(method = "PUT", path = "/a")]
pub struct Put {
    pub tags: Vec<String>,
}

fn call() -> Put {
    Put::builder().tags(vec!["a"]).build()
}

fn main() {}
