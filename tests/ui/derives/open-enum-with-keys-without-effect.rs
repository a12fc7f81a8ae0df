use callsheet::OpenEnum;

#[derive(OpenEnum)]
#[serde(untagged)]
pub enum State {
    #[serde(skip)]
    Gone,
    #[serde(rename = "done", rename = "finished")]
    Done,
    #[serde(alias = "more")]
    Other(String),
}

fn main() {}

// mistakes: 4
