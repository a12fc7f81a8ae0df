//! Attributes on a field that another derive reads are left to it, be it above ours or below.

#![deny(warnings)]
#![allow(dead_code)]

use callsheet::{Response, Scalar, endpoint};

/// A derive below may know any attribute.
#[endpoint(method = "GET", path = "/a")]
#[derive(Response)]
pub struct Below {
    /// Of the derive.
    #[status]
    pub status: u16,
    /// Of rustc.
    #[allow(unused)]
    pub name: Option<Name>,
}

/// One above is not seen.
#[derive(Response)]
#[endpoint(method = "GET", path = "/a")]
pub struct Above {
    /// Of the derive.
    #[status]
    pub status: u16,
    /// Of rustc.
    #[allow(unused)]
    pub name: Option<Name>,
}

/// A name.
#[derive(serde::Deserialize, Scalar)]
pub struct Name(String);

fn main() {}
