//! The grammar of attributes.

mod constants;
mod endpoint;
pub(crate) mod endpoint_list;
pub(crate) mod errors;
pub(crate) mod event;
pub(crate) mod fields;
pub(crate) mod form;
pub(crate) mod items;
pub(crate) mod key;
pub(crate) mod meant;
pub(crate) mod pages;
pub(crate) mod parse;
mod positional;
pub(crate) mod status;
pub(crate) mod stray;
pub(crate) mod written;

pub(crate) use self::constants::{BodyConstant, Literal, LiteralKind, Value as ConstantValue, quoted};
pub(crate) use self::endpoint::{Constant, EndpointArgs, IdempotencyKey};
pub(crate) use self::items::ItemArgs;
pub(crate) use self::pages::{Members, PageArgs};
pub(crate) use self::parse::{OwnKeys, Value};
