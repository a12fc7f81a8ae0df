//! [`Body`]: a reply's body on its way.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Frame, SizeHint};

use super::{TransportError, TransportErrorKind};
use crate::boxed::BoxError;
use crate::transport::error::Sent;

/// A body on its way: all of it at once, or as it comes. By default it is empty.
pub struct Body(Inner);

enum Inner {
    Whole(Option<Bytes>),
    Coming(Pin<Box<dyn http_body::Body<Data = Bytes, Error = TransportError> + Send>>),
}

impl Body {
    /// A body that comes in pieces. An error of its own counts as a reply that was cut off.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self::with_error(body, |error| TransportError::new(TransportErrorKind::CutOff, Sent::Yes, error))
    }

    /// A body that comes in pieces, whose errors `convert` tells the kind of.
    pub fn with_error<B, F>(body: B, convert: F) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        F: Fn(B::Error) -> TransportError + Send + 'static,
    {
        Self::unpinned(Box::pin(body), convert)
    }

    /// The same for a body that may be moved.
    pub(super) fn unpinned<B, F>(body: B, convert: F) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + Unpin + 'static,
        F: Fn(B::Error) -> TransportError + Send + 'static,
    {
        Self(Inner::Coming(Box::pin(Converted { body, convert })))
    }
}

impl Default for Body {
    fn default() -> Self {
        Self(Inner::Whole(None))
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(whole: T) -> Self {
        Self(Inner::Whole(Some(whole.into())))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Inner::Whole(_) => "Body(whole)",
            Inner::Coming(_) => "Body(coming)",
        })
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
            Inner::Whole(bytes) => {
                Poll::Ready(bytes.take().filter(|bytes| !bytes.is_empty()).map(|bytes| Ok(Frame::data(bytes))))
            }
            Inner::Coming(body) => body.as_mut().poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Whole(bytes) => bytes.as_ref().is_none_or(Bytes::is_empty),
            Inner::Coming(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Inner::Coming(body) => body.size_hint(),
        }
    }
}

/// A body whose errors are made into ours.
struct Converted<B, F> {
    body: B,
    convert: F,
}

impl<B, F> Unpin for Converted<B, F> {}

impl<B, F> http_body::Body for Converted<B, F>
where
    B: http_body::Body<Data = Bytes> + Unpin,
    F: Fn(B::Error) -> TransportError,
{
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let this = self.get_mut();
        Pin::new(&mut this.body).poll_frame(context).map_err(&this.convert)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Reads a body into `read`, up to `limit` bytes and no further. What came before an error stays in `read`.
pub(crate) async fn collect(mut body: Body, limit: usize, read: &mut Collected) -> Result<(), TransportError> {
    use http_body::Body as _;
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        // Trailers are no part of the content.
        let Ok(data) = frame?.into_data() else { continue };
        let room = limit - read.len();
        if data.len() > room {
            read.push(data.slice(..room));
            return Err(too_large(limit));
        }
        read.push(data);
    }
    Ok(())
}

fn too_large(limit: usize) -> TransportError {
    TransportError::new(TransportErrorKind::TooLarge, Sent::Yes, format!("more than the limit of {limit} bytes"))
}

/// The bytes that came; a body that comes in one piece is not copied.
#[derive(Default)]
pub(crate) struct Collected {
    first: Bytes,
    rest: BytesMut,
}

impl Collected {
    fn len(&self) -> usize {
        if self.rest.is_empty() { self.first.len() } else { self.rest.len() }
    }

    fn push(&mut self, data: Bytes) {
        if self.len() == 0 {
            self.first = data;
            return;
        }
        if self.rest.is_empty() {
            self.rest.reserve(self.first.len() + data.len());
            self.rest.extend_from_slice(&self.first);
        }
        self.rest.extend_from_slice(&data);
    }

    pub(crate) fn into_bytes(self) -> Bytes {
        if self.rest.is_empty() { self.first } else { self.rest.freeze() }
    }
}
