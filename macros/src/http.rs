//! The grammar of HTTP: methods, status codes, header fields and media types. Pure, on `&str`; it knows nothing of macros.

pub(crate) mod header;
pub(crate) mod media_type;
pub(crate) mod method;
pub(crate) mod status;
