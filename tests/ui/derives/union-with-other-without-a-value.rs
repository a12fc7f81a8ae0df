use callsheet::OpenEnum;

#[derive(OpenEnum)]
#[serde(tag = "type")]
pub enum Content {
    Text(std::collections::BTreeMap<String, String>),
    #[serde(other)]
    Unknown,
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::Content)]
    pub struct Get;
}

fn main() {}
