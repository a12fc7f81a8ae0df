use callsheet::Lookup;

#[derive(Lookup)]
pub struct Organization {
    pub id: String,
}

fn main() {}
