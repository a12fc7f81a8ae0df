use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update<T> {
    pub id: String,
    pub value: T,
}

fn main() {}
