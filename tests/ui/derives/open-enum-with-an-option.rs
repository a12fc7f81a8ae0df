use callsheet::OpenEnum;

// mistakes: 3
#[derive(OpenEnum)]
pub enum State {
    Pending,
    Other(Option<String>),
}

#[derive(OpenEnum)]
pub enum Content {
    Text(Option<String>),
    #[serde(other)]
    Other(serde_json::Value),
}

#[derive(OpenEnum)]
#[serde(tag = "type")]
pub enum Event {
    Labels(Option<std::collections::BTreeMap<String, String>>),
    #[serde(other)]
    Other(serde_json::Value),
}

fn main() {}
