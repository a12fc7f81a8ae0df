use callsheet::Arguments;

#[derive(Arguments)]
pub struct Properties<T> {
    pub name: T,
}

mod elsewhere {
    use super::Properties;

    fn properties() {
        Properties::builder().name("a").build();
    }

    #[callsheet::endpoint(method = "POST", path = "/a")]
    pub struct Create {
        pub properties: Properties<String>,
    }
}

fn main() {}
