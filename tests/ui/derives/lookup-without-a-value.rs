use callsheet::Lookup;

#[derive(Lookup)]
pub enum Organization {
    Id(String),
    Any,
}

fn main() {}
