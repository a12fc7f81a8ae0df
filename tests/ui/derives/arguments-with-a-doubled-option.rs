use callsheet::Arguments;

#[derive(Arguments)]
pub struct Properties {
    pub note: Option<Option<String>>,
}

mod elsewhere {
    use super::Properties;

    fn properties() -> Properties {
        Properties::builder().maybe_note(None).build()
    }

    #[callsheet::endpoint(method = "POST", path = "/a")]
    pub struct Create {
        pub properties: Properties,
    }
}

fn main() {}
