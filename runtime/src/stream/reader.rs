//! [`DownloadReader`]: a download as one of tokio's readers.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};

use crate::stream::download::Download;

/// A download as a reader: see [`Download::into_async_read`].
#[derive(Debug)]
pub struct DownloadReader {
    download: Download,
    /// The unread rest of the last piece.
    rest: Bytes,
}

impl Download {
    /// Returns a reader for code that needs tokio's [`AsyncRead`]. Its errors contain the
    /// [`AnyError`](crate::AnyError).
    #[must_use]
    pub fn into_async_read(self) -> DownloadReader {
        DownloadReader { download: self, rest: Bytes::new() }
    }
}

impl DownloadReader {
    /// Returns the download, for its [`reply`](Download::reply) and its number of [`received`](Download::received) bytes.
    pub fn get_ref(&self) -> &Download {
        &self.download
    }
}

impl AsyncBufRead for DownloadReader {
    fn poll_fill_buf(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.get_mut();
        if this.rest.is_empty() {
            let piece = ready!(this.download.poll_chunk(context)).transpose();
            this.rest = piece.map_err(io::Error::other)?.unwrap_or_default();
        }
        Poll::Ready(Ok(&this.rest))
    }

    fn consume(self: Pin<&mut Self>, amount: usize) {
        let rest = &mut self.get_mut().rest;
        let amount = amount.min(rest.len());
        drop(rest.split_to(amount));
    }
}

impl AsyncRead for DownloadReader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if buffer.remaining() == 0 {
            return Poll::Ready(Ok(()));
        }
        let arrived = ready!(self.as_mut().poll_fill_buf(context))?;
        let length = arrived.len().min(buffer.remaining());
        buffer.put_slice(&arrived[..length]);
        self.consume(length);
        Poll::Ready(Ok(()))
    }
}
