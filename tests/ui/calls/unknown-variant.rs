use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>", errors(not_found = 404))]
pub struct Update {
    pub id: String,
}

fn call(error: &UpdateError) -> bool {
    matches!(error, UpdateError::NotFoun { .. })
}

fn main() {}
