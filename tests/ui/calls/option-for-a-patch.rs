use callsheet::{Arguments, Patch};

#[derive(Arguments)]
pub struct Properties {
    pub name: Patch<String>,
}

fn properties(name: Option<String>) -> Properties {
    Properties::builder().name(name).build()
}

fn main() {}
