use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(a(status = 400, detail = String, body = String)))]
pub struct Update {
    pub id: String,
}

fn main() {}
