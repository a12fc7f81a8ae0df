//! [`Body`]: the content of a request or a response.

mod chain;
mod collect;
mod converted;
mod file;
mod locked;
mod off_thread;
mod once;
mod openable;
mod read;
mod replay;
mod traits;
mod upload;
mod watched;

use std::future::{Future, poll_fn};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;
use http::Request;

use self::chain::Chain;
pub(crate) use self::collect::{Collected, collect};
use self::converted::Converted;
pub(crate) use self::off_thread::off_thread;
use self::once::Once;
use self::openable::Openable;
use self::read::{Blocking, Streamed};
use self::replay::{Opening, Replay, Source};
pub use self::upload::UploadProgress;
pub(crate) use self::upload::{OnProgress, Phase, Upload};
pub(crate) use self::watched::{BodyWatch, PIECE};
use self::watched::{Length, Watched};
use super::{TransportError, TransportErrorKind};
use crate::boxed::{BoxError, MaybeSend, MaybeSync};
use crate::transport::error::Sent;

/// The content of a request or a response: none, bytes, or pieces that are read one after the other.
///
/// | made by | content | length | sent again |
/// | --- | --- | --- | --- |
/// | [`empty`](Self::empty) | none | 0 | yes |
/// | [`From`] for bytes and text | in memory | known | yes |
/// | [`file`](Self::file) | a file, opened again for each attempt | known for a regular file | yes |
/// | [`from_fn`](Self::from_fn) | what a function returns, for each attempt | by [`with_length`](Self::with_length), or that of the returned body | yes |
/// | [`stream`](Self::stream) | the items of a stream | by [`with_length`](Self::with_length) | only if it was not read |
/// | [`reader`](Self::reader) | what a [`std::io::Read`] returns, read on another thread | by [`with_length`](Self::with_length) | only if it was not read |
/// | `async_reader`, feature `tokio` | what a `tokio::io::AsyncRead` returns | by [`with_length`](Self::with_length) | only if it was not read |
/// | [`new`](Self::new) | another [`http_body::Body`] | its size hint | only if it was not read |
///
/// A known length is sent as `Content-Length`. Otherwise the request is chunked in HTTP/1.1 (RFC 9112 section 7.1).
///
/// # One-shot bodies
///
/// The last four kinds can be read only once. If an attempt has read from such a body, the client does not send the
/// request again: not after a failed connection, not after a status such as 503, not with a renewed token, and not
/// after a redirect with status 307 or 308. The call returns the outcome of that attempt, and its error reports the
/// reason ([`Error::is_stopped_by_body`](crate::Error::is_stopped_by_body)). A redirect with status 303 is followed,
/// because the next request has no body.
///
/// Clones have the same content and are cheap: bytes are shared; files and functions are opened again. For a one-shot
/// body, the first clone that is read gets the content, and reading another one is an error. So an endpoint with such a
/// body can be sent only once.
///
/// # Errors
///
/// If a stream, a reader, a file or a function fails, the call fails with
/// [`TransportErrorKind::RequestBody`](super::TransportErrorKind::RequestBody) and is not retried. The same happens if
/// the content is longer or shorter than its declared length, or if its length changed between two attempts. If the
/// content could not be opened, or if its known length is not the declared one, nothing was sent
/// ([`Sent::No`](super::Sent::No)); otherwise the error has [`Sent::Maybe`](super::Sent::Maybe). A response that arrives
/// before the whole body was sent is the reply.
///
/// # Time limits
///
/// While content is sent, only an idle timeout applies by default: the attempt fails if the server accepts nothing for 60
/// seconds, or if the content has no next piece for as long
/// ([`CallOptions::upload_idle_timeout`](crate::CallOptions::upload_idle_timeout)). The default limit of 60 seconds for a
/// call counts again from the end of the upload. Limits that you set include the upload.
///
/// Content in memory of up to 128 KiB counts as sent at once, so the limits of its call are those of a call without a
/// body.
///
/// # Example
///
/// ```
/// use callsheet::{Body, endpoint};
///
/// #[endpoint(method = "PUT", path = "/blobs/<id>")]
/// pub struct PutBlob {
///     pub id: String,
///     #[payload]
///     pub content: Body,
/// }
///
/// let from_disk = PutBlob::builder().id("b1").content(Body::file("scan.pdf")).build();
/// let from_memory = PutBlob::builder().id("b1").content("text").build();
/// # use callsheet::Endpoint as _;
/// # let base = "https://api.example.com".parse()?;
/// assert_eq!(from_memory.to_request(&base)?.body(), "text");
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
#[derive(Clone)]
pub struct Body(Inner);

/// Clones start from the beginning.
enum Inner {
    /// All of it. It stays available after it was read, for clones.
    Bytes {
        bytes: Bytes,
        was_read: bool,
    },
    Once(Once),
    Replay(Box<Replay<Body>>),
    Watched(Box<Watched<Body>>),
    Chain(Chain<Body>),
}

impl Body {
    /// Creates a body without content.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Inner::Bytes { bytes: Bytes::new(), was_read: false })
    }

    /// Creates a body from a file. Nothing is read before the request is sent, and each attempt opens the file again.
    ///
    /// The file is read on another thread: one of tokio's threads for blocking work, or a new thread for each 128 KiB
    /// if there is no tokio runtime. The length of a regular file is sent as `Content-Length`; the call fails if the
    /// length of the file changes during the call. A pipe or a device has no length, and may have no content at the
    /// second attempt.
    ///
    /// ```
    /// let body = callsheet::Body::file("scan.pdf");
    /// assert!(body.as_bytes().is_none());
    /// ```
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = Arc::new(path.into());
        Self::from_fn(move || {
            let opened = file::open(Arc::clone(&path));
            async move {
                let (file, length) = opened.await?;
                Ok(length.into_iter().fold(Self::reader(file), Self::with_length))
            }
        })
    }

    /// Creates a body from a function. `open` is called for each attempt and returns the content.
    ///
    /// It must return the same content each time. A different length is an error.
    ///
    /// ```
    /// use callsheet::Body;
    /// # async fn download(_: &str) -> std::io::Result<&'static [u8]> { Ok(b"") }
    ///
    /// let body = Body::from_fn(|| async {
    ///     let object = download("https://storage.example/o/1").await?;
    ///     Ok(Body::reader(object))
    /// });
    /// let body = body.with_length(1 << 20);
    /// ```
    pub fn from_fn<F, O>(open: F) -> Self
    where
        F: Fn() -> O + MaybeSend + MaybeSync + 'static,
        O: Future<Output = Result<Self, BoxError>> + MaybeSend + 'static,
    {
        let source: Arc<dyn Source<Self>> = Arc::new(move || -> Opening<Self> { Box::pin(open()) });
        Self(Inner::Replay(Box::new(Replay::new(source))))
    }

    /// Creates a body from the items of a stream. It can be read only once.
    ///
    /// ```
    /// use std::io;
    /// use callsheet::Body;
    ///
    /// let lines = ["{\"n\":1}\n", "{\"n\":2}\n"].map(Ok::<_, io::Error>);
    /// let body = Body::stream(futures_util::stream::iter(lines));
    /// ```
    pub fn stream<S, T, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + MaybeSend + 'static,
        T: Into<Bytes> + 'static,
        E: Into<BoxError> + 'static,
    {
        Self::new(Streamed::new(stream))
    }

    /// Creates a body from a blocking reader, which is read to its end. It can be read only once.
    ///
    /// Like a [`file`](Self::file), it is read in pieces of up to 128 KiB on another thread, so it does not block other
    /// calls. Dropping the call does not interrupt a read that has started.
    ///
    /// ```
    /// let body = callsheet::Body::reader(std::io::stdin());
    /// ```
    pub fn reader<R: io::Read + Send + 'static>(reader: R) -> Self {
        Self::new(Blocking::Idle(reader))
    }

    /// Creates a body from one of tokio's asynchronous readers, which is read to its end. It can be read only once.
    #[cfg(feature = "tokio")]
    pub fn async_reader<R: tokio::io::AsyncRead + MaybeSend + 'static>(reader: R) -> Self {
        Self::new(self::read::Asynchronous::new(reader))
    }

    /// Creates a body from another [`http_body::Body`]. It can be read only once.
    ///
    /// In a response, an error that is a [`TransportError`] keeps its kind; any other error means that the response was
    /// cut off.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + MaybeSend + 'static,
        B::Error: Into<BoxError>,
    {
        let convert = |error: B::Error| match error.into().downcast() {
            Ok(error) => *error,
            Err(error) => TransportError::new(TransportErrorKind::CutOff, Sent::Yes, error),
        };
        Self::unpinned(Box::pin(body), convert)
    }

    /// The same for a body that is `Unpin`, whose errors `convert` converts.
    pub(super) fn unpinned<B, F>(body: B, convert: F) -> Self
    where
        B: http_body::Body<Data = Bytes> + MaybeSend + Unpin + 'static,
        F: Fn(B::Error) -> TransportError + MaybeSend + 'static,
    {
        Self(Inner::Once(Once::new(Box::pin(Converted::new(body, convert)))))
    }

    /// Declares the length of the content in bytes. If the content has more or fewer bytes, a call with it fails: before
    /// anything is sent if its length is known, otherwise while it is read.
    ///
    /// The last piece is sent when the content has ended. Content of unknown length that is declared to have 0 bytes is
    /// not read.
    #[must_use]
    pub fn with_length(self, bytes: u64) -> Self {
        if self.as_bytes().is_some_and(|content| content.len() as u64 == bytes) {
            return self;
        }
        self.change_watched(|watched| watched.length = Some(Length::new(bytes)))
    }

    /// Opens the content of [`file`](Self::file) and [`from_fn`](Self::from_fn), so that its length is known. Any other
    /// body does not change.
    ///
    /// A client opens the body of each attempt before it passes the request to its transport. Call this method if you
    /// send the request yourself. Otherwise the content is opened when it is read, and the request is chunked.
    ///
    /// # Errors
    ///
    /// If the content cannot be opened, if its length is known and differs from the declared one, or if it can be read
    /// only once and was read.
    pub async fn open(mut self) -> Result<Self, TransportError> {
        poll_fn(|context| self.poll_open(context)).await?;
        Ok(self)
    }

    /// Returns the whole content, if it is in memory. For an empty body it is empty.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Bytes { bytes, .. } => Some(bytes),
            Inner::Watched(watched) => watched.untouched()?.as_bytes(),
            _ => None,
        }
    }

    /// Returns whether there is no content. If the content is not in memory, this is `false`, even if it turns out to
    /// have no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_some_and(Bytes::is_empty)
    }

    /// Returns the whole content, if it is in memory, without copying it.
    ///
    /// # Errors
    ///
    /// If the content is not in memory: [`read_to_bytes`](Self::read_to_bytes) reads it.
    pub fn into_bytes(self) -> Result<Bytes, TransportError> {
        match self.as_bytes() {
            Some(bytes) => Ok(bytes.clone()),
            None => Err(TransportError::unreadable_body("the body is not in memory: it is streamed")),
        }
    }

    /// Reads the whole content into memory, up to `limit` bytes. Content that arrives in one piece is not copied.
    ///
    /// # Errors
    ///
    /// If the content cannot be read, or if it is longer.
    pub async fn read_to_bytes(self, limit: usize) -> Result<Bytes, TransportError> {
        let mut read = Collected::default();
        collect(self, limit, &mut read).await?;
        Ok(read.into_bytes())
    }

    /// Returns whether the content can be read only once and was read, by this body or one of its clones. Reading it
    /// again is an error.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        match &self.0 {
            Inner::Bytes { .. } | Inner::Replay(_) => false,
            Inner::Once(once) => once.is_spent(),
            Inner::Watched(watched) => watched.body.is_spent(),
            Inner::Chain(chain) => chain.bodies().iter().any(Self::is_spent),
        }
    }

    /// Creates a body from the contents of several bodies, one after the other.
    pub(crate) fn chain(bodies: Vec<Self>) -> Self {
        Self(Inner::Chain(Chain::new(bodies)))
    }

    /// Makes the body record its errors and its progress, and those of its clones.
    pub(crate) fn watched(self, watch: Arc<BodyWatch>) -> Self {
        self.change_watched(|watched| watched.watch = Some(watch))
    }

    fn change_watched(self, change: impl FnOnce(&mut Watched<Self>)) -> Self {
        let mut watched = match self.0 {
            Inner::Watched(watched) => watched,
            _ => Box::new(Watched::new(self)),
        };
        change(&mut watched);
        Self(Inner::Watched(watched))
    }
}

/// Replaces the body of a request by its bytes, for HTTP clients that need them.
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
