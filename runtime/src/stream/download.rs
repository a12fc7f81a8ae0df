//! [`Download`]: the body of one response, read as it arrives.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::endpoint::{FromResponse, Read, StreamingReply};
use crate::error::call::FailedCall;
use crate::error::{AnyError, Error};
use crate::response::reply::Reply;
use crate::stream::idle::Idle;
use crate::transport::Body;
use crate::transport::error::{Sent, TransportError, TransportErrorKind};

/// A response whose body is read as it arrives: see [`stream`](crate::stream).
///
/// It is also an [`http_body::Body`] and, with the feature `stream`, a `futures_core::Stream` of its pieces.
#[must_use = "the body is read only if it is polled"]
pub struct Download {
    incoming: StreamingReply,
    has_failed: bool,
    idle: Idle,
}

impl Download {
    /// Returns status, header fields, request id, attempts, and the time until the head arrived. Its body is empty.
    #[must_use]
    pub fn reply(&self) -> &Reply {
        &self.incoming.head
    }

    /// Returns the next piece of the body, which has at least one byte. `None` at the end.
    ///
    /// If the future is dropped before it is ready, no data is lost.
    ///
    /// # Errors
    ///
    /// If the body is incomplete. Every further call returns an error, too.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, AnyError> {
        poll_fn(|context| self.poll_chunk(context)).await.transpose()
    }

    /// Makes the stream fail with [`TimeLimit::Idle`] if it has to wait this long for the next byte. By default 60
    /// seconds. A wait that has started counts from its start. It has no effect on a response that was read without a
    /// client.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.idle.set(Some(limit));
        self
    }

    /// Makes the stream wait for the next byte without a limit.
    pub fn no_idle_timeout(mut self) -> Self {
        self.idle.set(None);
        self
    }

    /// Returns the body without the head, for code that sends or stores it. Its errors are [`TransportError`]s and do
    /// not contain the head. It has no idle timeout.
    pub fn into_body(self) -> Body {
        self.incoming.body
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, AnyError>>> {
        loop {
            let Some(frame) = ready!(self.poll_any_frame(context)) else { return Poll::Ready(None) };
            match frame.map(Frame::into_data) {
                Ok(Ok(data)) if !data.is_empty() => return Poll::Ready(Some(Ok(data))),
                // Trailers are not part of the content.
                Ok(_) => {}
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }

    fn poll_any_frame(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, AnyError>>> {
        if self.has_failed {
            let error = TransportError::new(TransportErrorKind::CutOff, Sent::Yes, "the stream has failed before");
            return Poll::Ready(Some(Err(self.error(error))));
        }
        let clock = self.incoming.clock.as_deref();
        let frame = match http_body::Body::poll_frame(Pin::new(&mut self.incoming.body), context) {
            Poll::Ready(frame) => {
                self.idle.arrived();
                frame
            }
            Poll::Pending => Some(Err(ready!(self.idle.poll(clock, context)))),
        };
        Poll::Ready(frame.map(|frame| {
            frame.map_err(|error| {
                self.has_failed = true;
                self.error(error)
            })
        }))
    }

    fn error(&self, source: TransportError) -> AnyError {
        let StreamingReply { spec, target, head, .. } = &self.incoming;
        let call = FailedCall::new(spec, target.clone(), Some(head.clone()), Sent::Yes, head.call().clone());
        Error::of_transport(source, call).typed()
    }
}

impl From<StreamingReply> for Download {
    fn from(incoming: StreamingReply) -> Self {
        Self { incoming, has_failed: false, idle: Idle::default() }
    }
}

// Messages about a type that is not read suggest what to derive, not this one.
#[diagnostic::do_not_recommend]
impl FromResponse for Download {
    const READ: Read<Self> = Read::stream(|_, _| Ok(()), Self::from);
}

#[cfg(feature = "stream")]
impl futures_core::Stream for Download {
    type Item = Result<Bytes, AnyError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(context)
    }
}

impl http_body::Body for Download {
    type Data = Bytes;
    type Error = AnyError;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, AnyError>>> {
        self.get_mut().poll_any_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        !self.has_failed && self.incoming.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.body.size_hint()
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Download").field(&self.incoming).finish()
    }
}
