//! Streams that are read on the caller's thread.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::sync::Arc;

use bytes::Bytes;

use super::driver::Driver;
use crate::error::AnyError;
use crate::response::reply::Reply;
use crate::stream::{Download, Pull};

/// The items of a stream, read on the caller's thread as they arrive. It keeps the thread of its client alive.
///
/// It ends at the end of the stream, and after an error that ends the stream. After an item that does not decode, it
/// continues.
pub struct Items<S> {
    pub(super) stream: S,
    pub(super) driver: Arc<Driver>,
}

impl<S> Items<S> {
    /// Returns the stream, which has the reply and the number of items that have arrived.
    #[must_use]
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// Returns the stream. No item is lost.
    #[must_use]
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<S: Pull> Iterator for Items<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.stream;
        self.driver.wait_here(poll_fn(|context| stream.poll_pull(context)))
    }
}

impl<S: fmt::Debug> fmt::Debug for Items<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.stream).finish()
    }
}

/// A response that is read as it arrives, on the caller's thread. It keeps the thread of its client alive.
///
/// An error of [`io::Read`] contains an [`AnyError`], which [`chunk`](Self::chunk) returns as it is.
pub struct Reader {
    pub(super) stream: Download,
    /// The unread rest of the last piece.
    pub(super) rest: Bytes,
    pub(super) driver: Arc<Driver>,
}

impl Reader {
    /// Returns status, header fields, request id, attempts, and the time until the head arrived. Its body is empty.
    #[must_use]
    pub fn reply(&self) -> &Reply {
        self.stream.reply()
    }

    /// Returns the next piece of the body, or the rest of a piece that was partly read; `None` at the end.
    ///
    /// # Errors
    ///
    /// If the body is incomplete: see [`Download::chunk`].
    pub fn chunk(&mut self) -> Result<Option<Bytes>, AnyError> {
        if self.rest.is_empty() {
            return self.driver.wait_here(self.stream.chunk());
        }
        Ok(Some(std::mem::take(&mut self.rest)))
    }
}

impl io::Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let mut piece = self.chunk().map_err(io::Error::other)?.unwrap_or_default();
        let read = piece.split_to(piece.len().min(buffer.len()));
        buffer[..read.len()].copy_from_slice(&read);
        self.rest = piece;
        Ok(read.len())
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Reader").field(&self.stream).finish()
    }
}
