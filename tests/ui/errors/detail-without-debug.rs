use callsheet::endpoint;

#[derive(serde::Deserialize)]
pub struct Detail {}

#[endpoint(method = "PATCH", path = "/a/<id>", errors(gone(status = 410, detail = Detail)))]
pub struct Update {
    pub id: String,
}

fn main() {}
