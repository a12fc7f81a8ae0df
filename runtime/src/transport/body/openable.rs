//! [`Openable`]: the interface of the parts of a body.

use std::task::{Context, Poll};

use bytes::Bytes;

use crate::transport::error::TransportError;

/// Content that may have to be opened before its length is known.
pub(super) trait Openable: http_body::Body<Data = Bytes, Error = TransportError> + Unpin {
    /// Opens the content, unless it is open.
    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>>;
}
