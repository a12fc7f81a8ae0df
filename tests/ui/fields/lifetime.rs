use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update<'a> {
    pub id: &'a str,
}

fn main() {}
