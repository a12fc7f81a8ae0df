use callsheet::Lookup;

#[derive(Lookup, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Organization {
    Id(String),
    Identifier(String),
}

fn main() {}
