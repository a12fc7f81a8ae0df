//! [`FromResponse`]: the types that the `response` of an endpoint can have, and how they are read.

use std::fmt;

use http::{HeaderMap, StatusCode};

use crate::endpoint::classify::{CheckHead, Reading};
use crate::endpoint::streaming::StreamingReply;
use crate::response::decode_error::DecodeError;
use crate::response::from_reply::FromReply;
use crate::response::reply::Reply;
use crate::transport::Body;

/// A type that can be the `response` of an endpoint.
///
/// It is implemented for every type that implements [`FromReply`], which includes every type that decodes from JSON.
/// For such types, the body is read completely. A [`Download`](crate::Download) is read as it arrives.
///
/// Implement it for another stream; [`stream`](crate::stream#types-of-your-own) shows how to check its content type:
///
/// ```
/// use callsheet::endpoint::{FromResponse, Read};
/// use callsheet::{Download, endpoint};
///
/// pub struct Csv(Download);
///
/// impl FromResponse for Csv {
///     const ACCEPT: &'static str = "text/csv";
///     const READ: Read<Self> = Read::stream(|_, _| Ok(()), |incoming| Self(incoming.into()));
/// }
///
/// #[endpoint(method = "GET", path = "/table", response = Csv)]
/// struct GetTable;
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a reply",
    label = "expected a type that decodes from JSON",
    note = "derive serde's `Deserialize` for it, and let it own its values; or write `callsheet::Text` or `bytes::Bytes`",
    note = "write a stream of items as `JsonLines<..>` or `Events<..>`, not as an alias"
)]
pub trait FromResponse: Sized {
    /// The media types that it can be read from, as the value of `Accept`: see [`FromReply::ACCEPT`].
    const ACCEPT: &'static str = "*/*";

    /// How a successful response is read.
    const READ: Read<Self>;

    /// Both in one constant, so that the compiler reports a type without this trait once.
    #[doc(hidden)]
    const RESPONSE: Read<Self> = Read { accept: Self::ACCEPT, ..Self::READ };
}

#[diagnostic::do_not_recommend]
impl<T: FromReply> FromResponse for T {
    const ACCEPT: &'static str = T::ACCEPT;
    const READ: Read<Self> = Read::complete(T::from_reply);
}

/// How the response of an endpoint is read.
pub struct Read<T> {
    way: Way<T>,
    /// The value of `Accept`.
    accept: &'static str,
}

enum Way<T> {
    Complete(fn(&Reply) -> Result<T, DecodeError>),
    Stream { check: CheckHead, open: fn(StreamingReply) -> T },
}

impl<T> Read<T> {
    /// Reads the value from the reply after the whole body has arrived.
    #[must_use]
    pub const fn complete(decode: fn(&Reply) -> Result<T, DecodeError>) -> Self {
        Self { way: Way::Complete(decode), accept: "*/*" }
    }

    /// Creates the value from the head of the response. The body is read afterwards.
    ///
    /// `check` inspects status and header fields of a success, for example its content type. If it returns an error,
    /// the body is read completely, up to the client's limit, and the call fails with
    /// [`Error::Decode`](crate::Error::Decode).
    #[must_use]
    pub const fn stream(
        check: fn(StatusCode, &HeaderMap) -> Result<(), DecodeError>,
        open: fn(StreamingReply) -> T,
    ) -> Self {
        Self { way: Way::Stream { check, open }, accept: "*/*" }
    }

    /// Returns whether the body is read after the call has returned.
    #[must_use]
    pub const fn is_stream(&self) -> bool {
        matches!(self.way, Way::Stream { .. })
    }

    /// Returns the media types that it can be read from, as the value of `Accept`.
    pub(crate) const fn accept(&self) -> &'static str {
        self.accept
    }

    /// Returns the check of the head, if the response is read as a stream.
    pub(crate) const fn check(&self) -> Option<CheckHead> {
        match self.way {
            Way::Complete(_) => None,
            Way::Stream { check, .. } => Some(check),
        }
    }

    /// Reads the value of a success. `body` is the part that was not read yet.
    pub(crate) fn value(&self, reading: &Reading<'_>, reply: &Reply, body: Option<Body>) -> Result<T, DecodeError> {
        match self.way {
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
