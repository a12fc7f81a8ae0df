//! Responses that are read as they arrive.
//!
//! The type of a `response` decides how its body is read. Most types need all of it. With a type of this module, a call returns
//! as soon as the head of the response has arrived, and the body is read afterwards, piece by piece:
//!
//! ```
//! use callsheet::{ByteStream, endpoint};
//!
//! #[endpoint(
//!     method = "GET",
//!     path = "/media/<id>",
//!     response = ByteStream,
//!     errors(
//!         /// No medium has this id.
//!         media_not_found = 404,
//!     ),
//! )]
//! pub struct GetMedia {
//!     pub id: String,
//! }
//!
//! # async fn run(client: &callsheet::Client) -> Result<(), callsheet::AnyError> {
//! let mut media = GetMedia::builder().id("m1").send(client).await?;
//! println!("{:?}", media.reply().headers().get("content-type"));
//! let mut size = 0;
//! while let Some(chunk) = media.chunk().await? {
//!     size += chunk.len();
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! The head of the response decides about status and errors. A reply with another status is read completely, up to the
//! client's [`reply_limit`](crate::ClientBuilder::reply_limit), and becomes the same error as with any other response
//! type.
//!
//! An error in the stream itself is an [`AnyError`]. It is an [`Error::Transport`] with status, header fields and
//! request id of the response, and with the number of attempts, or an [`Error::Timeout`] if nothing arrives for too
//! long. A connection that is cut is always an error, and never looks like the end of the stream. The bytes that were
//! read before remain valid, and nothing is sent again.
//!
//! # Limits
//!
//! - The time limits of the call and of its attempts end when the head has arrived. After that, the stream fails if nothing
//!   arrives for 60 seconds, or for the time of [`ByteStream::idle_timeout`]. The whole transfer has no time limit.
//! - The client's `reply_limit` does not apply to the stream. At most one piece is in memory.
//! - Retries, renewed tokens and redirects happen before the head is accepted, never afterwards.
//! - Dropping the stream stops the transfer. Nothing continues in the background.
//!
//! # What a stream cannot be
//!
//! - It is the whole `response`: not a member of a `#[derive(Response)]`, not in an `Option`, and not the `body` of an error.
//!   The status and the header fields are in [`ByteStream::reply`].
//! - An [`Api`](crate::Api) that sets [`ERRORS_IN_SUCCESS`](crate::Api::ERRORS_IN_SUCCESS) has no endpoints with a stream: it
//!   has errors that only the body shows. Such an endpoint is a compile error.
//!
//! # Types of your own
//!
//! To read a stream in another form, implement [`FromResponse`] for your type, over [`ByteStream`]:
//!
//! ```
//! use callsheet::endpoint::{FromResponse, Read};
//! use callsheet::error::{AnyError, DecodeError};
//! use callsheet::{ByteStream, endpoint};
//! use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
//!
//! /// Rows of a table.
//! pub struct Csv(ByteStream);
//!
//! impl FromResponse for Csv {
//!     const ACCEPT: &'static str = "text/csv";
//!     const READ: Read<Self> = Read::stream(is_csv, |incoming| Self(incoming.into()));
//! }
//!
//! fn is_csv(_: StatusCode, headers: &HeaderMap) -> Result<(), DecodeError> {
//!     match headers.get(CONTENT_TYPE) {
//!         Some(found) if found == "text/csv" => Ok(()),
//!         _ => Err(DecodeError::new("expected the content type `text/csv`")),
//!     }
//! }
//!
//! #[endpoint(method = "GET", path = "/table", response = Csv)]
//! struct GetTable;
//!
//! # use callsheet::Endpoint;
//! let response = http::Response::builder().header("content-type", "text/html").body("<html>".into()).unwrap();
//! let error = GetTable::read_response(response).err().unwrap();
//! assert_eq!(error.body().unwrap(), "<html>");
//! ```

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use http_body::{Frame, SizeHint};

use crate::boxed::BoxFuture;
use crate::clock::Clock;
use crate::endpoint::{FromResponse, Read, StreamingReply};
use crate::error::call::FailedCall;
use crate::error::{AnyError, Error};
use crate::response::reply::Reply;
use crate::transport::Body;
use crate::transport::error::{Sent, TimeLimit, TransportError, TransportErrorKind};

/// A response whose body is read as it arrives: see [`stream`](crate::stream).
///
/// It is also a [`Stream`] of its pieces, and an [`http_body::Body`].
#[must_use = "the body is read only if it is polled"]
pub struct ByteStream {
    incoming: StreamingReply,
    has_failed: bool,
    idle: Idle,
}

/// The idle timeout: how long nothing may arrive.
struct Idle {
    limit: Option<Duration>,
    /// When the current wait for data began, by the clock of the client.
    since: Option<Duration>,
    /// Wakes at the limit, or before it if something has arrived since it was set.
    /// The mutex makes it `Sync`, and is never locked.
    alarm: Mutex<Option<BoxFuture<'static, ()>>>,
}

/// The default of [`ByteStream::idle_timeout`].
const DEFAULT_IDLE_TIMEOUT: Duration = Duration::from_secs(60);

impl ByteStream {
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

    /// Makes the stream fail with [`TimeLimit::Idle`] if it has to wait this long for the next byte. By default 60
    /// seconds. A wait that has started counts from its start. It has no effect on a response that was read without a
    /// client.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.idle.set(Some(limit));
        self
    }

    /// Makes the stream wait for the next byte without a limit.
    pub fn no_idle_timeout(mut self) -> Self {
        self.idle.set(None);
        self
    }

    /// Returns the body without the head, for code that sends or stores it. Its errors are [`TransportError`]s and do
    /// not contain the head. It has no idle timeout.
    pub fn into_body(self) -> Body {
        self.incoming.body
    }

    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, AnyError>>> {
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
        let clock = self.incoming.clock.as_deref();
        let frame = match http_body::Body::poll_frame(Pin::new(&mut self.incoming.body), context) {
            Poll::Ready(frame) => {
                self.idle.since = None;
                frame
            }
            Poll::Pending => Some(Err(ready!(self.idle.poll(clock, context)))),
        };
        Poll::Ready(frame.map(|frame| {
            frame.map_err(|error| {
                self.has_failed = true;
                self.error(error)
            })
        }))
    }

    fn error(&self, source: TransportError) -> AnyError {
        let StreamingReply { spec, target, head, .. } = &self.incoming;
        let call = FailedCall::new(spec, target.clone(), Some(head.clone()), Sent::Yes, head.call().clone());
        Error::of_transport(source, call).typed()
    }
}

impl Idle {
    /// Changes the limit. It also applies to a wait that has started.
    fn set(&mut self, limit: Option<Duration>) {
        self.limit = limit;
        // The next poll sets it again, for the new limit.
        self.alarm = Mutex::new(None);
    }

    /// Waits for the limit while nothing arrives. There is only one timer, however often data arrives.
    fn poll(&mut self, clock: Option<&dyn Clock>, context: &mut Context<'_>) -> Poll<TransportError> {
        let (Some(limit), Some(clock)) = (self.limit, clock) else { return Poll::Pending };
        let since = *self.since.get_or_insert_with(|| clock.now());
        loop {
            let left = limit.saturating_sub(clock.now().saturating_sub(since));
            if left.is_zero() {
                let reason = format!("nothing arrived within {limit:?}, the idle limit of the stream");
                return Poll::Ready(TransportError::timeout(TimeLimit::Idle, Sent::Yes, reason));
            }
            let alarm = self.alarm.get_mut().unwrap_or_else(PoisonError::into_inner);
            ready!(alarm.get_or_insert_with(|| clock.sleep(left)).as_mut().poll(context));
            *alarm = None;
        }
    }
}

impl From<StreamingReply> for ByteStream {
    fn from(incoming: StreamingReply) -> Self {
        let idle = Idle { limit: Some(DEFAULT_IDLE_TIMEOUT), since: None, alarm: Mutex::new(None) };
        Self { incoming, has_failed: false, idle }
    }
}

// Messages about a type that is not read suggest what to derive, not this one.
#[diagnostic::do_not_recommend]
impl FromResponse for ByteStream {
    const READ: Read<Self> = Read::stream(|_, _| Ok(()), Self::from);
}

impl Stream for ByteStream {
    type Item = Result<Bytes, AnyError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_chunk(context)
    }
}

impl http_body::Body for ByteStream {
    type Data = Bytes;
    type Error = AnyError;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, AnyError>>> {
        self.get_mut().poll_any_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        !self.has_failed && self.incoming.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.body.size_hint()
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ByteStream").field(&self.incoming).finish()
    }
}
