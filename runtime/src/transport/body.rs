//! [`Body`]: the content of a request or a response.

mod collect;
mod once;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Request;
use http_body::{Frame, SizeHint};

pub(crate) use self::collect::{Collected, collect};
use self::once::Once;
use super::{TransportError, TransportErrorKind};
use crate::boxed::{BoxError, MaybeSend};
use crate::transport::error::Sent;

/// The content of a request or a response: none, bytes, or pieces that are read one after the other.
///
/// | made by | can be sent again |
/// | --- | --- |
/// | [`empty`](Self::empty), or from bytes and text by [`From`] | yes |
/// | [`new`](Self::new) | until it was read for the first time |
///
/// It is an [`http_body::Body`], so that every HTTP library that uses the crate `http` can send it.
///
/// Clones have the same content and are cheap. Bytes are shared, not copied. If the content can be read only once, the first
/// clone that is read gets it, and reading another one is an error.
///
/// ```
/// use callsheet::Body;
///
/// let body = Body::from("{}");
/// assert_eq!(body.as_bytes().unwrap(), "{}");
/// ```
#[derive(Clone)]
pub struct Body(Inner);

#[derive(Clone)]
enum Inner {
    /// All of it. What was read stays, for clones.
    Bytes {
        bytes: Bytes,
        was_read: bool,
    },
    Once(Once),
}

impl Body {
    /// No content.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Inner::Bytes { bytes: Bytes::new(), was_read: false })
    }

    /// Content that comes in pieces, which can be read only once.
    ///
    /// An error may be a [`TransportError`], which then says what kind it is. Any other error of a response means that the
    /// response was cut off.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + MaybeSend + 'static,
        B::Error: Into<BoxError>,
    {
        Self::with_error(body, |error| match error.into().downcast() {
            Ok(error) => *error,
            Err(error) => TransportError::new(TransportErrorKind::CutOff, Sent::Yes, error),
        })
    }

    /// The same with errors that `convert` makes.
    pub(super) fn with_error<B, F>(body: B, convert: F) -> Self
    where
        B: http_body::Body<Data = Bytes> + MaybeSend + 'static,
        F: Fn(B::Error) -> TransportError + MaybeSend + 'static,
    {
        Self::unpinned(Box::pin(body), convert)
    }

    /// The same for a body that may be moved.
    pub(super) fn unpinned<B, F>(body: B, convert: F) -> Self
    where
        B: http_body::Body<Data = Bytes> + MaybeSend + Unpin + 'static,
        F: Fn(B::Error) -> TransportError + MaybeSend + 'static,
    {
        Self(Inner::Once(Once::new(Box::pin(Converted { body, convert }))))
    }

    /// All of the content, if it is in memory; that of an empty body is empty.
    #[must_use]
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Bytes { bytes, .. } => Some(bytes),
            Inner::Once(_) => None,
        }
    }

    /// Whether there is no content. Content that is not in memory counts as content, even if it turns out to have no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_some_and(Bytes::is_empty)
    }

    /// All of the content, without copying it.
    ///
    /// # Errors
    ///
    /// If the content is not in memory.
    pub fn into_bytes(self) -> Result<Bytes, TransportError> {
        match self.0 {
            Inner::Bytes { bytes, .. } => Ok(bytes),
            Inner::Once(_) => Err(not_in_memory()),
        }
    }

    /// Whether the content can be read only once and was read, by this body or one of its clones. Reading it is an error.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        match &self.0 {
            Inner::Bytes { .. } => false,
            Inner::Once(once) => once.is_spent(),
        }
    }
}

/// The same request with the bytes of its body, for HTTP clients that want these.
///
/// ```
/// use callsheet::{BaseUrl, Endpoint, endpoint, transport};
///
/// #[endpoint(method = "POST", path = "/notes")]
/// struct CreateNote { text: String }
///
/// let base: BaseUrl = "https://api.example.com".parse()?;
/// let request = transport::into_bytes_request(CreateNote { text: "a".into() }.to_request(&base)?)?;
/// assert_eq!(request.body(), r#"{"text":"a"}"#);
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
///
/// # Errors
///
/// If the body is not in memory: see [`Body::into_bytes`].
pub fn into_bytes_request(request: Request<Body>) -> Result<Request<Bytes>, TransportError> {
    let (parts, body) = request.into_parts();
    Ok(Request::from_parts(parts, body.into_bytes()?))
}

fn not_in_memory() -> TransportError {
    let reason = "the body is not in memory: it is read in pieces while it is sent";
    TransportError::new(TransportErrorKind::RequestBody, Sent::No, reason)
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

/// For tests: a body that is not in memory equals no text.
///
/// A failed `assert_eq!` does not print the content, which may be secret; compare [`Body::as_bytes`] to see it.
impl PartialEq<str> for Body {
    fn eq(&self, other: &str) -> bool {
        *self == *other.as_bytes()
    }
}

/// For tests: a body that is not in memory equals no text.
impl PartialEq<&str> for Body {
    fn eq(&self, other: &&str) -> bool {
        *self == *other.as_bytes()
    }
}

/// For tests: a body that is not in memory equals no bytes.
impl PartialEq<[u8]> for Body {
    fn eq(&self, other: &[u8]) -> bool {
        self.as_bytes().is_some_and(|bytes| bytes == other)
    }
}

impl fmt::Debug for Body {
    /// Without the content, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Bytes { bytes, .. } => write!(f, "Body({} bytes)", bytes.len()),
            Inner::Once(_) => f.write_str("Body(one-shot)"),
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
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Bytes { bytes, was_read } => *was_read || bytes.is_empty(),
            Inner::Once(once) => once.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Bytes { was_read: true, .. } => SizeHint::with_exact(0),
            Inner::Bytes { bytes, .. } => SizeHint::with_exact(bytes.len() as u64),
            Inner::Once(once) => once.size_hint(),
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
