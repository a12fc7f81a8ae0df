//! The grammar of HTTP: methods, status codes, header fields and media types. Works on `&str` and does not depend on
//! other modules.

pub(crate) mod header;
pub(crate) mod media_type;
pub(crate) mod method;
pub(crate) mod status;
