//! The body of a request. It records when the request is written.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::transport::Body;
use crate::transport::error::TransportError;
use crate::transport::send_state::SendState;

/// A body that records when it is read.
///
/// reqwest does not report when it has a connection. But before hyper writes the head of a request, it calls
/// [`is_end_stream`](http_body::Body::is_end_stream), because the framing in the head depends on it. It does so when
/// the request has been assigned to a connection. Before that, nothing of the request is written.
///
/// The body cannot be cloned, so no code below the transport can send the request a second time.
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

    /// Layers call it before there is a connection.
    fn size_hint(&self) -> SizeHint {
        self.content.size_hint()
    }
}
