//! [`StreamingReply`]: a response whose head has arrived.

use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};

use crate::boxed::{BoxFuture, MaybeSend, MaybeSync};
use crate::clock::Clock;
use crate::endpoint::drift::Hook;
use crate::error::AnyError;
use crate::error::target::Target;
use crate::error_format::ErrorFormat;
use crate::random::Random;
use crate::response::reply::Reply;
use crate::spec::Spec;
use crate::transport::Body;

/// A success whose head has arrived, and whose body is read by the response type.
///
/// [`Read::stream`](super::Read::stream) passes it to the type's function. Turn it into a
/// [`Download`](crate::Download), whose errors keep what is known of the call.
pub struct StreamingReply {
    pub(crate) spec: &'static Spec,
    /// `None` if the response was read without a client.
    pub(crate) target: Option<Box<Target>>,
    pub(crate) head: Reply,
    pub(crate) body: Body,
    /// Where an error in the stream contains its code and its message.
    pub(crate) format: &'static dyn ErrorFormat,
    /// The client's hook for what the definition does not contain.
    pub(crate) drift: Option<Hook>,
    /// The clock of the client.
    pub(crate) clock: Option<Arc<dyn Clock>>,
    /// Sends the request again. `None` if it must not be repeated, or if there is no client.
    pub(crate) again: Option<Arc<dyn Again>>,
}

/// Sends the request of a stream again, with the credentials, the retries and the time limits of a call.
///
/// A stream has it only if its endpoint is idempotent and the body of the request can be opened again.
pub(crate) trait Again: MaybeSend + MaybeSync {
    /// Sends the request with these changes, and returns when the head of a success has arrived. With `Range`, status 206
    /// is a success, even if the endpoint does not list it.
    fn send(self: Arc<Self>, changes: FieldChanges) -> BoxFuture<'static, Result<StreamingReply, AnyError>>;

    /// Returns the source of the client's random numbers, for the waits between requests.
    fn random(&self) -> &dyn Random;
}

/// Header fields of a request that is sent again: each replaces the one of the same name; `None` removes it.
pub(crate) type FieldChanges = Vec<(HeaderName, Option<HeaderValue>)>;

impl StreamingReply {
    /// Returns status, header fields, request id, attempts and the time until the head arrived. Its body is empty.
    #[must_use]
    pub fn reply(&self) -> &Reply {
        &self.head
    }
}

impl fmt::Debug for StreamingReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamingReply")
            .field("endpoint", &self.spec.name)
            .field("reply", &self.head)
            .finish_non_exhaustive()
    }
}
