//! The expansion: what is written for a struct that was checked.
//!
//! Everything that is named goes through one hidden module of the runtime, so that nothing of the user's can stand in
//! its way.

pub(crate) mod builder;
mod documented;
mod endpoint;
pub(crate) mod errors;
pub(crate) mod frame;
mod in_success;
pub(crate) mod reading;
mod request;
pub(crate) mod serialize;
pub(crate) mod spelling;
mod surface;
mod table;

pub(crate) use self::endpoint::expand as endpoint;
pub(crate) use self::surface::Surface;
