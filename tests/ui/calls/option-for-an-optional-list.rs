use callsheet::endpoint;

#[endpoint(method = "PUT", path = "/a")]
pub struct Put {
    pub tags: Option<Vec<String>>,
}

fn call(tags: Option<Vec<String>>) -> Put {
    Put::builder().tags(tags).build()
}

fn main() {}
