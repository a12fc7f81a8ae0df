//! Builds a request: the base URL, the values of an endpoint's fields, and where each value is written.

pub(crate) mod arguments;
pub(crate) mod base_url;
pub(crate) mod build_error;
pub(crate) mod draft;
pub(crate) mod header;
pub(crate) mod host;
pub(crate) mod idempotency;
pub(crate) mod lookup;
pub(crate) mod multipart;
pub(crate) mod new_value;
pub(crate) mod part;
pub(crate) mod patch;
pub(crate) mod payload;
pub(crate) mod places;
pub(crate) mod query;
pub(crate) mod reference;
pub(crate) mod refused;
pub(crate) mod replacement;
pub(crate) mod scalar;
pub(crate) mod seal;
pub(crate) mod serialize;
pub(crate) mod text;
pub(crate) mod value;
