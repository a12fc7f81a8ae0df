//! What stands in where a definition has mistakes.
//!
//! The struct, its builder and its error enum are made all the same, so that no use of them elsewhere adds an error to
//! those that are told. Only the request is a stub: none of its values is looked at, so none adds an error either.

use crate::validate::Request;

/// A request that is never sent: a crate with mistakes does not compile.
pub(crate) fn request() -> Request<'static> {
    Request {
        method: "GET".to_owned(),
        path: "/".to_owned(),
        pieces: Vec::new(),
        rows: Vec::new(),
        success: None,
        query: String::new(),
        idempotent: true,
    }
}
