use callsheet::Lookup;

// mistakes: 3
#[derive(Lookup)]
#[serde(deny_unknown_fields, crate = "serde")]
pub enum Organization {
    Id(String),
    #[serde(skip)]
    Name(String),
}

fn main() {}
