//! The macro keeps field attributes of other derives, whether the derive is above or below `#[endpoint]`.

#![deny(warnings)]
#![allow(dead_code)]

use callsheet::{Response, Scalar, endpoint};

/// A derive below `#[endpoint]` may accept any attribute.
#[endpoint(method = "GET", path = "/a")]
#[derive(Response)]
pub struct Below {
    /// An attribute of the derive.
    #[status]
    pub status: u16,
    /// An attribute of rustc.
    #[allow(unused)]
    pub name: Option<Name>,
}

/// The macro does not see a derive above `#[endpoint]`.
#[derive(Response)]
#[endpoint(method = "GET", path = "/a")]
pub struct Above {
    /// An attribute of the derive.
    #[status]
    pub status: u16,
    /// An attribute of rustc.
    #[allow(unused)]
    pub name: Option<Name>,
}

/// A name.
#[derive(serde::Deserialize, Scalar)]
pub struct Name(String);

fn main() {}
