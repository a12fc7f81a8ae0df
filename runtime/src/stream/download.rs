//! [`Download`]: the body of one response, read as it arrives.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{Method, StatusCode};
use http_body::{Frame, SizeHint};

use crate::clock::Clock;
use crate::endpoint::{FromResponse, Read, StreamingReply};
use crate::error::call::FailedCall;
use crate::error::{AnyError, Error};
use crate::response::received::Received;
use crate::response::reply::{CallRecord, Reply};
use crate::stream::idle::Idle;
use crate::stream::total::Total;
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
    total: Total,
    /// How many bytes have arrived.
    received: u64,
    /// How many bytes there must be, if that is known.
    length: Option<u64>,
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

    /// Makes the stream fail with [`TimeLimit::Idle`](crate::transport::TimeLimit::Idle) if it has to wait this long for
    /// the next byte. By default 60 seconds. A wait that has started counts from its start. It has no effect on a
    /// response that was read without a client.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.idle.set(Some(limit));
        self
    }

    /// Makes the stream fail with [`TimeLimit::Total`](crate::transport::TimeLimit::Total) if it has not ended this
    /// long after its head arrived. By default it has no such limit. It has no effect on a response that was read
    /// without a client.
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.total.set(limit);
        self
    }

    /// Makes the stream wait for the next byte without a limit.
    pub fn no_idle_timeout(mut self) -> Self {
        self.idle.set(None);
        self
    }

    /// Returns how many bytes of the body have arrived.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Returns how many bytes the whole body has, if the server has sent its length.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the body without the head, for code that sends or stores it. Its errors are [`TransportError`]s and do
    /// not contain the head. It has no idle timeout.
    pub fn into_body(self) -> Body {
        self.incoming.body
    }

    pub(super) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, AnyError>>> {
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
        let outcome = match ready!(self.poll_arrival(context)) {
            Some(Ok(frame)) => self.counted(frame).map(Some),
            Some(Err(error)) => Err(error),
            None => self.check_end().map(|()| None),
        };
        Poll::Ready(outcome.transpose().map(|frame| {
            frame.map_err(|error| {
                self.has_failed = true;
                self.error(error)
            })
        }))
    }

    fn poll_arrival(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let clock = self.incoming.clock.as_deref();
        // It comes first, because a body that always has data would never wait.
        if let Poll::Ready(error) = self.total.poll(clock, context) {
            return Poll::Ready(Some(Err(error)));
        }
        if let Poll::Ready(frame) = http_body::Body::poll_frame(Pin::new(&mut self.incoming.body), context) {
            self.idle.arrived();
            return Poll::Ready(frame);
        }
        self.idle.poll(clock, context).map(|error| Some(Err(error)))
    }

    /// Counts the bytes of a frame. A transport may not check the length of the body.
    fn counted(&mut self, frame: Frame<Bytes>) -> Result<Frame<Bytes>, TransportError> {
        let received = self.received + frame.data_ref().map_or(0, |data| data.len() as u64);
        if let Some(length) = self.length.filter(|length| received > *length) {
            let reason = format!("the server sent more than the {length} bytes that it has declared");
            return Err(TransportError::new(TransportErrorKind::CutOff, Sent::Yes, reason).permanent());
        }
        self.received = received;
        Ok(frame)
    }

    fn check_end(&self) -> Result<(), TransportError> {
        match self.length {
            Some(length) if self.received < length => {
                let reason = format!("the body ended after {} of {length} bytes", self.received);
                Err(TransportError::new(TransportErrorKind::CutOff, Sent::Yes, reason))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn incoming(&self) -> &StreamingReply {
        &self.incoming
    }

    pub(super) fn clock(&self) -> Option<Arc<dyn Clock>> {
        self.incoming.clock.clone()
    }

    /// Drops the rest of the body, so that the transfer stops. `received` bytes of the content are there already.
    pub(super) fn close(&mut self, received: u64) {
        self.incoming.body = Body::empty();
        self.received = received;
    }

    /// Continues with the response to a request for the rest, which ends at byte `end`. Timeouts go on.
    pub(super) fn continue_with(&mut self, reply: StreamingReply, received: u64, end: u64) {
        self.restart(reply);
        (self.received, self.length) = (received, Some(end));
    }

    /// Continues with the first byte of another response. Timeouts go on.
    pub(super) fn restart(&mut self, reply: StreamingReply) {
        (self.received, self.length, self.has_failed) = (0, declared_length(&reply), false);
        self.incoming = reply;
        self.idle.arrived();
    }

    /// Waits for something else than the body, within the total timeout.
    pub(super) async fn within_total<F: Future>(&mut self, mut work: Pin<&mut F>) -> Result<F::Output, AnyError> {
        let done = poll_fn(|context| {
            if let Poll::Ready(error) = self.total.poll(self.incoming.clock.as_deref(), context) {
                return Poll::Ready(Err(error));
            }
            work.as_mut().poll(context).map(Ok)
        });
        done.await.map_err(|error| self.error(error))
    }

    pub(super) fn error(&self, source: TransportError) -> AnyError {
        let StreamingReply { spec, target, head, .. } = &self.incoming;
        let received = Received { items: None, bytes: self.received };
        let call = CallRecord { received: Some(received), ..head.call().clone() };
        let call = FailedCall::new(spec, target.clone(), Some(head.clone()), Sent::Yes, call);
        Error::of_transport(source, call).typed()
    }
}

impl From<StreamingReply> for Download {
    fn from(incoming: StreamingReply) -> Self {
        let total = Total::begin(incoming.clock.as_deref());
        let length = declared_length(&incoming);
        Self { incoming, has_failed: false, idle: Idle::default(), total, received: 0, length }
    }
}

/// Returns the length that the header fields declare, if the body has it (RFC 9112 section 6.3). A layer may have decoded
/// a content encoding, so the length of the decoded body is not known.
fn declared_length(reply: &StreamingReply) -> Option<u64> {
    let (status, headers) = (reply.head.status(), reply.head.headers());
    let has_body = reply.spec.method != Method::HEAD.as_str() && status != StatusCode::NO_CONTENT;
    let is_other = headers.contains_key(CONTENT_ENCODING) || headers.contains_key(TRANSFER_ENCODING);
    let length = headers.get(CONTENT_LENGTH).filter(|_| has_body && !is_other)?;
    length.to_str().ok()?.parse().ok()
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
        !self.has_failed && self.check_end().is_ok() && self.incoming.body.is_end_stream()
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
