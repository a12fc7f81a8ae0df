use callsheet::endpoint;

#[endpoint(method = "PATCH", path = "/a/<id>")]
#[derive(serde::Serialize)]
pub struct Update {
    pub id: String,
    #[serde(rename = "noteText")]
    pub text: String,
}

fn main() {}
