//! Validates what the user wrote, so that it can be expanded: one `check_*` for each rule.

mod at;
mod body_constants;
mod default;
pub(crate) mod errors;
mod fields;
pub(crate) mod foreign;
pub(crate) mod generated;
mod header_constants;
mod host;
mod items;
pub(crate) mod lookups;
pub(crate) mod media_type;
mod method;
pub(crate) mod pages;
mod path;
mod query_constants;
mod repeat;
pub(crate) mod request;
mod response;
mod row;
mod templates;
pub(crate) mod unusable;

pub(crate) use self::body_constants::BodyConstants;
pub(crate) use self::items::ItemRules;
pub(crate) use self::pages::{Next, Paging, Step};
pub(crate) use self::request::{Piece, Request};
pub(crate) use self::row::Row;
