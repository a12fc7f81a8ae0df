//! The body of a request, which knows when the request is written.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::transport::Body;
use crate::transport::error::TransportError;
use crate::transport::send_state::SendState;

/// A body that records when it is read.
///
/// reqwest does not report when it has a connection. But hyper cannot write the head of a request before it has asked
/// whether there is a body, by [`is_end_stream`](http_body::Body::is_end_stream), since that decides the head's framing; and
/// it asks when the request is handed to a connection. Before that, nothing of the request is written.
///
/// It also cannot be cloned, so that nothing below the transport sends the request a second time.
pub(super) struct Watched {
    content: Body,
    state: SendState,
}

impl Watched {
    pub(super) fn new(content: Body, state: SendState) -> Self {
        Self { content, state }
    }
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.state.mark_sending();
        Pin::new(&mut self.content).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.state.mark_sending();
        self.content.is_end_stream()
    }

    /// Layers ask for it before there is a connection.
    fn size_hint(&self) -> SizeHint {
        self.content.size_hint()
    }
}
