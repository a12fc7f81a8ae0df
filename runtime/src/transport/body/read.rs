//! Content from streams and readers.

use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::Stream;
use http_body::{Body, Frame};

use super::off_thread::off_thread;
use crate::boxed::{BoxError, BoxFuture};

/// How many bytes are read from a reader at once.
const PIECE: usize = 128 * 1024;

type Piece = Option<Result<Frame<Bytes>, BoxError>>;

/// The items of a stream.
pub(super) struct Streamed<S>(Pin<Box<S>>);

impl<S> Streamed<S> {
    pub(super) fn new(stream: S) -> Self {
        Self(Box::pin(stream))
    }
}

impl<S, T, E> Body for Streamed<S>
where
    S: Stream<Item = Result<T, E>>,
    T: Into<Bytes>,
    E: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Piece> {
        let item = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(item.map(|item| item.map(|piece| Frame::data(piece.into())).map_err(Into::into)))
    }
}

/// A blocking reader, read on another thread.
pub(super) enum Blocking<R> {
    Idle(R),
    Reading(BoxFuture<'static, io::Result<(R, io::Result<Bytes>)>>),
    Ended,
}

// None of its fields is pinned.
impl<R> Unpin for Blocking<R> {}

impl<R: Read + Send + 'static> Body for Blocking<R> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Piece> {
        let this = self.get_mut();
        let mut reading = match std::mem::replace(this, Self::Ended) {
            Self::Idle(reader) => off_thread(|| read_piece(reader)),
            Self::Reading(reading) => reading,
            Self::Ended => return Poll::Ready(None),
        };
        let Poll::Ready(outcome) = reading.as_mut().poll(context) else {
            *this = Self::Reading(reading);
            return Poll::Pending;
        };
        let (reader, piece) = match outcome {
            Ok((reader, Ok(piece))) => (reader, piece),
            Ok((_, Err(error))) | Err(error) => return Poll::Ready(Some(Err(error.into()))),
        };
        if piece.is_empty() {
            return Poll::Ready(None);
        }
        *this = Self::Idle(reader);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }
}

fn read_piece<R: Read>(mut reader: R) -> (R, io::Result<Bytes>) {
    let mut piece = vec![0; PIECE];
    let read = loop {
        match reader.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read,
        }
    };
    let piece = read.map(|length| {
        piece.truncate(length);
        Bytes::from(piece)
    });
    (reader, piece)
}

/// An asynchronous reader.
#[cfg(feature = "tokio")]
pub(super) struct Asynchronous<R> {
    reader: Pin<Box<R>>,
    piece: Vec<u8>,
}

#[cfg(feature = "tokio")]
impl<R> Asynchronous<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: Box::pin(reader), piece: Vec::new() }
    }
}

#[cfg(feature = "tokio")]
impl<R: tokio::io::AsyncRead> Body for Asynchronous<R> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Piece> {
        let this = &mut *self;
        this.piece.resize(PIECE, 0);
        let mut buffer = tokio::io::ReadBuf::new(&mut this.piece);
        ready!(this.reader.as_mut().poll_read(context, &mut buffer))?;
        let length = buffer.filled().len();
        let mut piece = std::mem::take(&mut this.piece);
        piece.truncate(length);
        Poll::Ready((length > 0).then(|| Ok(Frame::data(piece.into()))))
    }
}
