use callsheet::Arguments;

#[derive(Arguments)]
pub struct Properties {
    pub name: Option<String>,
    #[serde(rename = "name")]
    pub title: Option<String>,
}

fn main() {}
