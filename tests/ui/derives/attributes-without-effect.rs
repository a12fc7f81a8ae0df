use callsheet::{Arguments, Lookup, OpenEnum, Response, Scalar};

// mistakes: 7
#[derive(Arguments)]
pub struct Properties {
    #[arguments(crate = ::callsheet)]
    pub name: String,
}

#[derive(Lookup)]
pub enum Organization {
    #[lookup(crate = ::callsheet)]
    Id(String),
}

#[derive(Scalar)]
pub struct Id(#[scalar(crate = ::callsheet)] String);

#[derive(OpenEnum)]
pub enum State {
    Pending,
    Other(#[open_enum(crate = ::callsheet)] String),
}

#[derive(Response)]
#[header(name = "ETag")]
pub struct Page {
    #[response(crate = ::callsheet)]
    pub name: String,
    #[status(200)]
    pub status: u16,
}

fn main() {}
