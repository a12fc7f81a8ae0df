// mistakes: 6
// The errors are rustc's own.
use callsheet::{Arguments, Lookup, OpenEnum, Payload, Response, Scalar};

#[derive(Arguments)]
pub struct Properties {
    pub name: String,
    pub name: Option<u8>,
}

#[derive(Lookup)]
pub enum User {
    Id(String),
    Id(String),
}

#[derive(OpenEnum)]
pub enum State {
    Active,
    Active,
    Other(String),
}

#[derive(Scalar)]
pub enum Sort {
    Up,
    Up,
}

#[derive(Payload)]
pub enum Change {
    #[payload(text)]
    Text(String),
    #[payload(text)]
    Text(String),
}

#[derive(Response)]
pub struct Page {
    #[header]
    pub etag: String,
    pub etag: String,
}

mod elsewhere {
    use super::*;

    fn uses(page: Page, state: State) -> (Properties, User, Sort, Change, String, String) {
        (
            Properties::builder().name("a").build(),
            User::Id("a".into()),
            Sort::Up,
            Change::Text("a".into()),
            page.etag,
            state.as_str().to_owned(),
        )
    }
}

fn main() {}
