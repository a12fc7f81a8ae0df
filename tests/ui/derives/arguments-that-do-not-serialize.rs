// mistakes: 2
use callsheet::Arguments;

#[derive(Arguments)]
pub struct Properties {
    pub name: Option<Name>,
    pub other: Name,
}

pub struct Name;

mod elsewhere {
    use super::{Name, Properties};

    fn properties() -> Properties {
        Properties::builder().name(Name).other(Name).build()
    }
}

fn main() {}
