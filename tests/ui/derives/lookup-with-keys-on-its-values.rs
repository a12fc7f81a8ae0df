use callsheet::Lookup;

#[derive(Lookup)]
pub enum Organization {
    Id(#[serde(with = "hex")] String),
    #[serde(rename_all = "camelCase")]
    Name(String),
}

fn main() {}

// mistakes: 2
