use callsheet::Arguments;

#[derive(Arguments)]
pub struct Properties(pub String);

mod elsewhere {
    use super::Properties;

    fn properties() -> Properties {
        Properties::builder().name("a").build()
    }
}

fn main() {}
