use callsheet::endpoint;

#[derive(Debug)]
pub struct Detail {
    pub details: Vec<String>,
}

#[endpoint(method = "PATCH", path = "/a/<id>", errors(invalid(status = 422, detail = Detail)))]
pub struct Update {
    pub id: String,
}

fn main() {}
