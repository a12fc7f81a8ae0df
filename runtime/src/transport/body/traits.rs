//! The traits of [`Body`].

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::openable::Openable;
use super::{Body, Inner, once};
use crate::transport::error::TransportError;

impl Openable for Body {
    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        match &mut self.0 {
            Inner::Once(once) if once.is_lost() => Poll::Ready(Err(once::spent())),
            Inner::Bytes { .. } | Inner::Once(_) => Poll::Ready(Ok(())),
            Inner::Replay(replay) => replay.poll_open(context).map_ok(drop),
            Inner::Watched(watched) => watched.poll_open(context),
            Inner::Chain(chain) => chain.poll_open(context),
        }
    }
}

impl Clone for Inner {
    fn clone(&self) -> Self {
        match self {
            Self::Bytes { bytes, .. } => Self::Bytes { bytes: bytes.clone(), was_read: false },
            Self::Once(once) => Self::Once(once.clone()),
            Self::Replay(replay) => Self::Replay(replay.clone()),
            Self::Watched(watched) => Self::Watched(watched.clone()),
            Self::Chain(chain) => Self::Chain(chain.clone()),
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Inner::Bytes { bytes: bytes.into(), was_read: false })
    }
}

/// For tests. A body that is not in memory is not equal to any text.
///
/// A failed `assert_eq!` does not print the content, which may be secret; compare [`Body::as_bytes`] to see it.
impl PartialEq<str> for Body {
    fn eq(&self, other: &str) -> bool {
        *self == *other.as_bytes()
    }
}

/// For tests. A body that is not in memory is not equal to any text.
impl PartialEq<&str> for Body {
    fn eq(&self, other: &&str) -> bool {
        *self == *other.as_bytes()
    }
}

/// For tests. A body that is not in memory is not equal to any bytes.
impl PartialEq<[u8]> for Body {
    fn eq(&self, other: &[u8]) -> bool {
        self.as_bytes().is_some_and(|bytes| bytes == other)
    }
}

impl fmt::Debug for Body {
    /// Does not print the content, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Bytes { bytes, .. } => write!(f, "Body({} bytes)", bytes.len()),
            Inner::Once(_) => f.write_str("Body(one-shot)"),
            Inner::Replay(_) => f.write_str("Body(opened for each attempt)"),
            Inner::Watched(watched) => watched.body.fmt(f),
            Inner::Chain(chain) => write!(f, "Body({} pieces)", chain.bodies().len()),
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        match &mut self.0 {
            Inner::Bytes { bytes, was_read } => {
                let is_end = *was_read || bytes.is_empty();
                *was_read = true;
                Poll::Ready((!is_end).then(|| Ok(Frame::data(bytes.clone()))))
            }
            Inner::Once(once) => once.poll_frame(context),
            Inner::Replay(replay) => replay.poll_frame(context),
            Inner::Watched(watched) => watched.poll_frame(context),
            Inner::Chain(chain) => chain.poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Bytes { bytes, was_read } => *was_read || bytes.is_empty(),
            Inner::Once(once) => once.is_end_stream(),
            Inner::Replay(replay) => replay.is_end_stream(),
            Inner::Watched(watched) => watched.is_end_stream(),
            Inner::Chain(chain) => chain.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Bytes { was_read: true, .. } => SizeHint::with_exact(0),
            Inner::Bytes { bytes, .. } => SizeHint::with_exact(bytes.len() as u64),
            Inner::Once(once) => once.size_hint(),
            Inner::Replay(replay) => replay.size_hint(),
            Inner::Watched(watched) => watched.size_hint(),
            Inner::Chain(chain) => chain.size_hint(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use futures_util::FutureExt as _;
    use http_body::Body as _;

    use super::*;

    #[test]
    fn clone_of_a_body_in_memory_that_was_read_has_its_content() {
        for body in [Body::from("abc"), Body::from("abc").with_length(4)] {
            let size = body.size_hint().exact();
            let mut body = body;
            while !body.is_end_stream() {
                match Pin::new(&mut body).poll_frame(&mut Context::from_waker(Waker::noop())) {
                    Poll::Ready(Some(Ok(_))) => {}
                    // It is shorter than its declared length.
                    Poll::Ready(Some(Err(_))) => break,
                    other => panic!("{other:?}"),
                }
            }
            let mut clone = body.clone();
            assert_eq!((clone.size_hint().exact(), clone.is_end_stream()), (size, false));
            let read = Pin::new(&mut clone).poll_frame(&mut Context::from_waker(Waker::noop()));
            let Poll::Ready(Some(Ok(frame))) = read else { panic!("{read:?}") };
            assert_eq!(frame.into_data().unwrap(), "abc");
        }
        let read = Body::from("abc").clone().read_to_bytes(3).now_or_never().unwrap();
        assert_eq!(read.unwrap(), "abc");
    }
}
