use callsheet::OpenEnum;

#[derive(OpenEnum)]
#[serde(tag = "type")]
pub enum Content {
    Text {
        #[serde(rename = "t")]
        text: String,
    },
    #[serde(other)]
    Other(serde_json::Value),
}

mod elsewhere {
    #[callsheet::endpoint(method = "GET", path = "/a", response = super::Content)]
    pub struct Get;
}

fn main() {}
