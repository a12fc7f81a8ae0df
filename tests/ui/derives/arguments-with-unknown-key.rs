use callsheet::Arguments;

#[derive(Arguments)]
pub struct Properties {
    #[serde(renam = "title")]
    pub name: Option<String>,
}

mod elsewhere {
    fn properties() -> super::Properties {
        super::Properties::builder().name("a").build()
    }
}

fn main() {}
