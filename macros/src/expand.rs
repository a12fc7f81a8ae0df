//! The expansion: the code that is generated for a validated struct.
//!
//! Expansions access everything through one hidden module of the runtime, so that the user's names cannot interfere.

pub(crate) mod builder;
mod documented;
pub(crate) mod editor;
mod endpoint;
pub(crate) mod errors;
pub(crate) mod frame;
mod in_success;
pub(crate) mod once;
mod pages;
mod request;
pub(crate) mod response;
pub(crate) mod serialize;
pub(crate) mod spelling;
mod surface;
mod table;

pub(crate) use self::endpoint::expand as endpoint;
pub(crate) use self::surface::Surface;
