use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(a(status = [400, 404], code = "x"), b(status = [404, 409], code = "x")))]
pub struct Update {
    pub id: String,
}

fn main() {}
