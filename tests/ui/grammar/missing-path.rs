use callsheet::endpoint;

#[endpoint(method = "PATCH")]
pub struct Update {
    pub id: String,
}

fn main() {}
