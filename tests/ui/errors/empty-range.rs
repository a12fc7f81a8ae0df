use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(a(status = 499..=400)))]
pub struct Update {
    pub id: String,
}

fn main() {}
