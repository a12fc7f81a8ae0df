use callsheet::Arguments;

#[derive(Arguments)]
pub struct Properties {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

fn main() {}
