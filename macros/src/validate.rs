//! From what the user wrote to what can be expanded: one `check_*` for each rule.

mod body;
mod default;
pub(crate) mod errors;
mod fields;
pub(crate) mod foreign;
mod headers;
mod host;
mod lookups;
pub(crate) mod media_type;
mod method;
mod path;
mod query;
mod repeat;
pub(crate) mod request;
mod response;
mod row;
mod templates;

pub(crate) use self::body::BodyConstants;
pub(crate) use self::request::{Piece, Request};
pub(crate) use self::row::Row;
