//! [`Converted`]: a body with errors of another type.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::transport::error::TransportError;

/// A body whose errors are converted into ours.
pub(super) struct Converted<B, F> {
    body: B,
    convert: F,
}

impl<B, F> Converted<B, F> {
    pub(super) fn new(body: B, convert: F) -> Self {
        Self { body, convert }
    }
}

impl<B, F> Unpin for Converted<B, F> {}

impl<B, F> http_body::Body for Converted<B, F>
where
    B: http_body::Body<Data = Bytes> + Unpin,
    F: Fn(B::Error) -> TransportError,
{
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let this = self.get_mut();
        Pin::new(&mut this.body).poll_frame(context).map_err(&this.convert)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
