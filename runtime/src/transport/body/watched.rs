//! A body with a declared length, or one that a client sends.

use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Frame, SizeHint};

use super::locked::locked;
use super::openable::Openable;
use crate::transport::error::{Sent, TransportError};

/// A body with a declared length, a watch, or both.
#[derive(Clone)]
pub(super) struct Watched<B> {
    pub(super) body: B,
    pub(super) length: Option<Length>,
    pub(super) watch: Option<Arc<BodyWatch>>,
}

/// State that the attempts of one call share, through the copies of its body.
#[derive(Default)]
pub(crate) struct BodyWatch {
    error: Mutex<Option<TransportError>>,
    /// The length when the content was first opened.
    length: OnceLock<Option<u64>>,
}

impl BodyWatch {
    /// The error, if the body could not be read.
    pub(crate) fn take_error(&self) -> Option<TransportError> {
        locked(&self.error).take()
    }

    /// Keeps the error, and returns one with the same text to the reader of the body. The transport may report less of
    /// it.
    fn failed(&self, error: TransportError) -> TransportError {
        let copy = TransportError::unreadable_body(error.to_string());
        *locked(&self.error) = Some(error.of_request_body(Sent::Maybe));
        copy
    }

    /// Returns an error if the length of the content differs from the first one.
    fn check(&self, length: Option<u64>) -> Result<(), TransportError> {
        let first = *self.length.get_or_init(|| length);
        if first == length {
            return Ok(());
        }
        let text =
            |length: Option<u64>| length.map_or("of unknown length".to_owned(), |bytes| format!("{bytes} bytes"));
        let reason = format!("the body was {} and is {} now: it changed between attempts", text(first), text(length));
        Err(TransportError::unreadable_body(reason))
    }
}

impl<B: Openable> Watched<B> {
    pub(super) fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        ready!(self.body.poll_open(context))?;
        if let Some(length) = &self.length {
            length.check(self.body.size_hint().exact())?;
        }
        Poll::Ready(self.watch.as_ref().map_or(Ok(()), |watch| watch.check(self.size_hint().exact())))
    }

    pub(super) fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = ready!(match &mut self.length {
            Some(length) => length.poll_frame(&mut self.body, context),
            None => Pin::new(&mut self.body).poll_frame(context),
        });
        Poll::Ready(match (frame, &self.watch) {
            (Some(Err(error)), Some(watch)) => Some(Err(watch.failed(error))),
            (frame, _) => frame,
        })
    }

    pub(super) fn is_end_stream(&self) -> bool {
        match &self.length {
            Some(length) => length.left == 0 && length.last.is_none() && length.trailers.is_none(),
            None => self.body.is_end_stream(),
        }
    }

    pub(super) fn size_hint(&self) -> SizeHint {
        match &self.length {
            Some(length) => {
                SizeHint::with_exact(length.left + length.last.as_ref().map_or(0, |last| last.len() as u64))
            }
            None => self.body.size_hint(),
        }
    }
}

/// The declared length, and what is left of it.
pub(super) struct Length {
    declared: u64,
    /// How many bytes are still to be read.
    left: u64,
    /// The last piece. It is kept until the content ends, so that the message is incomplete if more bytes follow.
    last: Option<Bytes>,
    trailers: Option<HeaderMap>,
}

impl Length {
    pub(super) fn new(declared: u64) -> Self {
        Self { declared, left: declared, last: None, trailers: None }
    }

    /// Returns an error if the length of the content is known and differs. Otherwise HTTP would drop content that is
    /// declared as empty.
    fn check(&self, known: Option<u64>) -> Result<(), TransportError> {
        match known {
            // Both count what is left to read.
            Some(known) if known != self.left => Err(self.mismatch(&format!("has {known} bytes"))),
            _ => Ok(()),
        }
    }

    fn poll_frame<B: Openable>(
        &mut self,
        body: &mut B,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if let Some(trailers) = self.trailers.take() {
            return Poll::Ready(Some(Ok(Frame::trailers(trailers))));
        }
        loop {
            let frame = ready!(Pin::new(&mut *body).poll_frame(context)).transpose()?;
            let data = match frame.map(Frame::into_data) {
                Some(Ok(data)) => data,
                Some(Err(trailers)) => return Poll::Ready(self.end(trailers.into_trailers().ok())),
                None => return Poll::Ready(self.end(None)),
            };
            match self.left.checked_sub(data.len() as u64) {
                None => return Poll::Ready(Some(Err(self.mismatch("has more bytes")))),
                Some(_) if data.is_empty() => {}
                Some(0) => (self.left, self.last) = (0, Some(data)),
                Some(left) => {
                    self.left = left;
                    return Poll::Ready(Some(Ok(Frame::data(data))));
                }
            }
        }
    }

    /// What to return when the content has ended.
    fn end(&mut self, trailers: Option<HeaderMap>) -> Option<Result<Frame<Bytes>, TransportError>> {
        if self.left > 0 {
            return Some(Err(self.mismatch(&format!("ended after {} bytes", self.declared - self.left))));
        }
        let Some(last) = self.last.take() else { return trailers.map(|trailers| Ok(Frame::trailers(trailers))) };
        self.trailers = trailers;
        Some(Ok(Frame::data(last)))
    }

    fn mismatch(&self, found: &str) -> TransportError {
        TransportError::unreadable_body(format!("the body {found}, but its length is {}", self.declared))
    }
}

/// Clones start from the beginning.
impl Clone for Length {
    fn clone(&self) -> Self {
        Self::new(self.declared)
    }
}
