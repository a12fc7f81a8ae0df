use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
pub struct Update
where
    String: Clone,
{
    pub id: String,
}

fn main() {}
