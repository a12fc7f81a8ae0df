//! Attributes on a field that another derive reads are left to it.

#![deny(warnings)]
#![allow(dead_code)]

use callsheet::{Scalar, endpoint};

/// The derive of another crate may know `status`; here it is one of ours.
#[endpoint(method = "GET", path = "/a")]
#[derive(callsheet::Response)]
pub struct Get {
    #[status]
    pub status: u16,
    #[allow(unused)]
    #[deprecated]
    pub name: Option<Name>,
}

#[derive(serde::Deserialize, Scalar)]
pub struct Name(String);

fn main() {}
