//! The body of a request, which knows when the request is written.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::transport::send_state::SendState;

/// A body that records when it is read.
///
/// reqwest does not report when it has a connection. But hyper cannot write the head of a request before it has asked
/// whether there is a body, by [`is_end_stream`](Body::is_end_stream), since that decides the head's framing; and it asks
/// when the request is handed to a connection. Before that, nothing of the request is written.
///
/// It also cannot be cloned, so that nothing below the transport sends the request a second time.
pub(super) struct Watched {
    content: Option<Bytes>,
    state: SendState,
}

impl Watched {
    pub(super) fn new(content: Bytes, state: SendState) -> Self {
        Self { content: Some(content).filter(|content| !content.is_empty()), state }
    }
}

impl Body for Watched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.state.mark_sending();
        Poll::Ready(self.content.take().map(|content| Ok(Frame::data(content))))
    }

    fn is_end_stream(&self) -> bool {
        self.state.mark_sending();
        self.content.is_none()
    }

    /// Layers ask for it before there is a connection.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.content.as_ref().map_or(0, |content| content.len() as u64))
    }
}
