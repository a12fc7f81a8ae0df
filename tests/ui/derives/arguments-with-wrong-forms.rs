// mistakes: 3
use callsheet::Arguments;

#[derive(Arguments)]
#[serde(rename_all = camelCase)]
pub struct Properties {
    #[serde(rename)]
    pub name: Option<String>,
    #[serde(with = seconds)]
    pub until: Option<String>,
}

mod elsewhere {
    fn properties() -> super::Properties {
        super::Properties::builder().name("a").until("b").build()
    }
}

fn main() {}
