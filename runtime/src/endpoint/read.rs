//! [`FromResponse`]: what the `response` of an endpoint may be, and how it is read.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::endpoint::classify::{CheckHead, Reading};
use crate::endpoint::incoming::Incoming;
use crate::response::decode_error::DecodeError;
use crate::response::json::FromReply;
use crate::response::reply::Reply;
use crate::transport::Body;

/// A type that can be the `response` of an endpoint.
///
/// Every type that implements [`FromReply`] can, in particular every type that decodes from JSON: its body is read completely.
/// A [`ByteStream`](crate::ByteStream) is read as it arrives, and [`stream`](crate::stream) shows how to implement this trait
/// for another stream.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a reply",
    label = "expected a type that decodes from JSON",
    note = "derive serde's `Deserialize` for it, and let it own its values; or write `callsheet::Text` or `bytes::Bytes`"
)]
pub trait FromResponse: Sized {
    /// The media types that it is read from, as the value of `Accept`: see [`FromReply::ACCEPT`].
    const ACCEPT: &'static str = "*/*";

    /// How a success is read.
    const READ: Read<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromReply> FromResponse for T {
    const ACCEPT: &'static str = T::ACCEPT;
    const READ: Read<Self> = Read::complete(T::from_reply);
}

/// How the response of an endpoint is read.
pub struct Read<T>(Way<T>);

enum Way<T> {
    Complete(fn(&Reply) -> Result<T, DecodeError>),
    Stream { check: CheckHead, open: fn(Incoming) -> T },
}

impl<T> Read<T> {
    /// From the reply, after its body has arrived completely.
    #[must_use]
    pub const fn complete(decode: fn(&Reply) -> Result<T, DecodeError>) -> Self {
        Self(Way::Complete(decode))
    }

    /// From the head of the response, with a body that is read afterwards.
    ///
    /// `check` looks at status and header fields of a success, for example at its content type. If it returns an error, the body is
    /// read completely, up to the client's limit, and the call fails with [`Error::Decode`](crate::Error::Decode).
    #[must_use]
    pub const fn stream(check: fn(StatusCode, &HeaderMap) -> Result<(), DecodeError>, open: fn(Incoming) -> T) -> Self {
        Self(Way::Stream { check, open })
    }

    /// Whether the body is read after the call has returned.
    #[must_use]
    pub const fn is_stream(&self) -> bool {
        matches!(self.0, Way::Stream { .. })
    }

    /// What decides at the head whether a success is a stream.
    pub(crate) const fn check(&self) -> Option<CheckHead> {
        match self.0 {
            Way::Complete(_) => None,
            Way::Stream { check, .. } => Some(check),
        }
    }

    /// The value of a success; `body` has what was not read.
    pub(crate) fn value(&self, reading: &Reading<'_>, reply: &Reply, body: Option<Body>) -> Result<T, DecodeError> {
        match self.0 {
            Way::Complete(decode) => decode(reply),
            Way::Stream { check, open } => reading.incoming(check, reply, body).map(open),
        }
    }
}

impl<T> fmt::Debug for Read<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_stream() { "Read::stream(..)" } else { "Read::complete(..)" })
    }
}
