//! The derives. Six of them share a frame around their impls.

pub(crate) mod arguments;
pub(crate) mod event;
mod frame;
mod helpers;
pub(crate) mod lookup;
pub(crate) mod open_enum;
pub(crate) mod payload;
pub(crate) mod response;
pub(crate) mod scalar;
