use callsheet::endpoint;

pub struct Updated {
    pub id: String,
}

#[endpoint(method = "PATCH", path = "/a/<id>", response = Updated)]
pub struct Update {
    pub id: String,
}

fn main() {}
