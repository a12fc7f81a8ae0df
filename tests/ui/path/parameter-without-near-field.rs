use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/users/<user>/<id>")]
pub struct Update {
    pub id: String,
}

fn main() {}
