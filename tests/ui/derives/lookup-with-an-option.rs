use callsheet::Lookup;

#[derive(Lookup)]
pub enum Organization {
    Id(String),
    Identifier(Option<String>),
}

fn main() {}
