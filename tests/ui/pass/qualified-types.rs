//! Lints about the paths of types apply to what the user writes, and not to the copies of the types in the expansion: each
//! `expect` is on the item that the user wrote.

#![deny(unused_qualifications, clippy::absolute_paths, clippy::std_instead_of_core, clippy::std_instead_of_alloc)]
#![allow(dead_code, reason = "only compiled")]

use callsheet::{Arguments, Lookup, Scalar, endpoint};

#[endpoint(
    method = "POST",
    path = "/<id>",
    response = std::vec::Vec<u8>,
    errors(gone(status = 410, detail = std::vec::Vec<u8>), lost(status = 404, body = std::string::String)),
)]
#[expect(unused_qualifications, reason = "written so")]
#[expect(clippy::absolute_paths, clippy::std_instead_of_alloc, clippy::std_instead_of_core, reason = "written so")]
struct Send {
    id: std::string::String,
    names: std::vec::Vec<std::string::String>,
    note: std::option::Option<std::string::String>,
    patch: callsheet::Patch<std::string::String>,
}

#[callsheet::errors(gone(status = 410, detail = std::vec::Vec<u8>))]
enum Shared {}

#[derive(Arguments)]
#[expect(unused_qualifications, reason = "written so")]
#[expect(clippy::absolute_paths, clippy::std_instead_of_alloc, clippy::std_instead_of_core, reason = "written so")]
struct Filter {
    id: std::string::String,
    names: std::vec::Vec<std::string::String>,
    note: std::option::Option<std::string::String>,
    patch: callsheet::Patch<std::string::String>,
}

#[derive(Lookup)]
#[expect(unused_qualifications, reason = "written so")]
#[expect(clippy::absolute_paths, reason = "written so")]
enum Which {
    Id(std::string::String),
}

#[derive(Scalar)]
#[expect(unused_qualifications, reason = "written so")]
#[expect(clippy::absolute_paths, reason = "written so")]
struct Id(std::string::String);

#[derive(callsheet::OpenEnum)]
#[expect(unused_qualifications, reason = "written so")]
#[expect(clippy::absolute_paths, reason = "written so")]
enum State {
    On,
    Other(std::string::String),
}

#[derive(callsheet::Payload)]
#[expect(unused_qualifications, reason = "written so")]
#[expect(clippy::absolute_paths, reason = "written so")]
enum Content {
    List(std::vec::Vec<u8>),
}

#[derive(callsheet::Response)]
#[expect(unused_qualifications, reason = "written so")]
#[expect(clippy::absolute_paths, clippy::std_instead_of_alloc, reason = "written so")]
struct Answer {
    #[header]
    etag: std::string::String,
    names: std::vec::Vec<u8>,
}

fn main() {}
