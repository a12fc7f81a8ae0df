use callsheet::Arguments;

#[derive(Arguments)]
#[arguments(krate = callsheet)]
pub struct Properties {
    pub name: Option<String>,
}

mod elsewhere {
    fn properties() -> super::Properties {
        super::Properties::builder().name("a").build()
    }
}

fn main() {}
