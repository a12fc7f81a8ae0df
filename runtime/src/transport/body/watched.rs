//! A body with a declared length, or one that a client sends.

use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Frame, SizeHint};

use super::locked::locked;
use super::openable::Openable;
use super::upload::Upload;
use crate::transport::error::{Sent, TransportError};

/// A body with a declared length, a watch, or both.
pub(super) struct Watched<B> {
    pub(super) body: B,
    pub(super) length: Option<Length>,
    pub(super) watch: Option<Arc<BodyWatch>>,
    /// What is left of a long piece.
    rest: Bytes,
    /// What was read; `None` before the first byte is asked for.
    read: Option<Read>,
}

/// What was read of a body.
#[derive(Clone, Copy)]
struct Read {
    sent: u64,
    /// The length when it was opened.
    total: Option<u64>,
}

/// State that the attempts of one call share, through the copies of its body.
pub(crate) struct BodyWatch {
    pub(crate) upload: Upload,
    error: Mutex<Option<TransportError>>,
    /// The length when the content was first opened.
    length: OnceLock<Option<u64>>,
}

impl BodyWatch {
    pub(crate) fn new(upload: Upload) -> Self {
        Self { upload, error: Mutex::default(), length: OnceLock::new() }
    }

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

/// The longest piece that a transport gets, so that the progress of a long one can be seen.
pub(crate) const PIECE: usize = 128 * 1024;

/// Clones start from the beginning.
impl<B: Clone> Clone for Watched<B> {
    fn clone(&self) -> Self {
        let Self { body, length, watch, .. } = self;
        Self { length: length.clone(), watch: watch.clone(), ..Self::new(body.clone()) }
    }
}

impl<B> Watched<B> {
    pub(super) fn new(body: B) -> Self {
        Self { body, length: None, watch: None, rest: Bytes::new(), read: None }
    }

    /// The body, if its own length is the length of the content and nothing of it was read.
    pub(super) fn untouched(&self) -> Option<&B> {
        (self.length.is_none() && self.read.is_none()).then_some(&self.body)
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
        let Some(watch) = self.watch.clone() else { return self.poll_content(context) };
        let read = match self.read {
            Some(read) => read,
            None => {
                let total = self.size_hint().exact();
                watch.upload.started();
                watch.upload.report(0, total);
                *self.read.insert(Read { sent: 0, total })
            }
        };
        watch.upload.asked();
        let frame = ready!(self.poll_piece(context)).transpose().map_err(|error| watch.failed(error))?;
        let length = frame.as_ref().and_then(Frame::data_ref).map_or(0, Bytes::len) as u64;
        let read = Read { sent: read.sent + length, ..read };
        self.read = Some(read);
        watch.upload.passed_on(frame.is_none() || self.size_hint().exact() == Some(0) || self.is_end_stream());
        if length > 0 {
            watch.upload.report(read.sent, read.total);
        }
        Poll::Ready(frame.map(Ok))
    }

    /// Reads at most [`PIECE`] bytes.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let mut piece = std::mem::take(&mut self.rest);
        if piece.is_empty() {
            match ready!(self.poll_content(context)).transpose()?.map(Frame::into_data) {
                Some(Ok(data)) => piece = data,
                Some(Err(trailers)) => return Poll::Ready(Some(Ok(trailers))),
                None => return Poll::Ready(None),
            }
        }
        if piece.len() > PIECE {
            self.rest = piece.split_off(PIECE);
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn poll_content(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match &mut self.length {
            Some(length) => length.poll_frame(&mut self.body, context),
            None => Pin::new(&mut self.body).poll_frame(context),
        }
    }

    pub(super) fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
            && match &self.length {
                Some(length) => length.left == 0 && length.last.is_none() && length.trailers.is_none(),
                None => self.body.is_end_stream(),
            }
    }

    pub(super) fn size_hint(&self) -> SizeHint {
        let rest = self.rest.len() as u64;
        match &self.length {
            Some(length) => {
                SizeHint::with_exact(rest + length.left + length.last.as_ref().map_or(0, |last| last.len() as u64))
            }
            None => {
                let left = self.body.size_hint();
                let mut hint = SizeHint::new();
                hint.set_lower(left.lower().saturating_add(rest));
                if let Some(upper) = left.upper().and_then(|upper| upper.checked_add(rest)) {
                    hint.set_upper(upper);
                }
                hint
            }
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
