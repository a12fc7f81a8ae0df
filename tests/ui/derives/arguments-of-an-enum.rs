use callsheet::Arguments;

#[derive(Arguments)]
pub enum Properties {
    Name(String),
}

mod elsewhere {
    use super::{Properties, PropertiesBuilder};

    fn properties(_: PropertiesBuilder) -> Properties {
        Properties::builder().name("a").build()
    }

    #[callsheet::endpoint(method = "POST", path = "/a")]
    pub struct Create {
        pub properties: Properties,
    }
}

fn main() {}
