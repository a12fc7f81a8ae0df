use callsheet::Arguments;

#[derive(Arguments)]
#[serde(deny_unknown_fields)]
pub struct Properties {
    #[serde(default, alias = "title")]
    pub name: Option<String>,
    #[serde(rename(deserialize = "size"))]
    pub length: u8,
}

fn properties() -> Properties {
    Properties::builder().name("a").length(1).build()
}

fn main() {}

// mistakes: 4
