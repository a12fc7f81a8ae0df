// mistakes: 2
use callsheet::Arguments;

#[derive(Arguments)]
#[serde(tag = "type")]
pub struct Properties {
    #[serde(skip)]
    pub name: Option<String>,
}

mod elsewhere {
    fn properties() -> super::Properties {
        super::Properties::builder().name("a").build()
    }
}

fn main() {}
