//! [`FailedCall`]: a call without a complete reply.

use std::fmt;
use std::time::Duration;

use http::Uri;

use crate::error::target::Target;
use crate::response::earlier::{Earlier, EarlierAttempt};
use crate::response::received::Received;
use crate::response::reply::{CallRecord, Reply};
use crate::spec::Spec;
use crate::transport::error::Sent;

/// What is known about a call without a complete reply.
///
/// ```
/// # async fn run(client: &callsheet::Client) -> Result<(), callsheet::AnyError> {
/// # use callsheet::{Error, endpoint, error::Sent};
/// # #[endpoint(method = "POST", path = "/payments")]
/// # struct Pay {}
/// match (Pay {}).send(client).await {
///     Err(Error::Transport { call, .. } | Error::Timeout { call, .. }) if call.sent() == Sent::No => {
///         println!("not sent after {} attempts: safe to repeat", call.attempts());
///     }
///     other => other?,
/// }
/// # Ok(())
/// # }
/// ```
pub struct FailedCall {
    spec: &'static Spec,
    /// `None` if the call failed before it had a client.
    target: Option<Box<Target>>,
    reply: Option<Reply>,
    sent: Sent,
    call: CallRecord,
}

impl FailedCall {
    /// Creates a call that was not started. Its request would have gone to `target`.
    pub(crate) fn not_begun(spec: &'static Spec, target: Box<Target>) -> Self {
        Self { spec, target: Some(target), reply: None, sent: Sent::No, call: CallRecord::not_begun() }
    }

    /// Creates a call that ended with no reply, or with a part of one.
    pub(crate) fn new(
        spec: &'static Spec,
        target: Option<Box<Target>>,
        reply: Option<Reply>,
        sent: Sent,
        call: CallRecord,
    ) -> Self {
        Self { spec, target, reply, sent, call }
    }

    /// Sets how much of its stream had arrived before the call.
    pub(crate) fn set_received(&mut self, received: Received) {
        self.call.received = Some(received);
    }

    pub(super) fn target(&self) -> Option<&Target> {
        self.target.as_deref()
    }

    /// Returns the endpoint that was called.
    #[must_use]
    pub fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// Returns the URL of the request: see [`Error::url`](crate::Error::url).
    #[must_use]
    pub fn url(&self) -> Option<&Uri> {
        self.target.as_deref().and_then(Target::url)
    }

    /// Returns the part of the reply that arrived: at least status and header fields. `None` if nothing arrived.
    #[must_use]
    pub fn reply(&self) -> Option<&Reply> {
        self.reply.as_ref()
    }

    /// Returns whether the request reached the server.
    #[must_use]
    pub fn sent(&self) -> Sent {
        self.sent
    }

    /// Returns how many times the request was sent, or a connection for it was tried. 0 if it could not be built, or
    /// if no access token could be obtained.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.call.attempts
    }

    /// Returns the time from the start of the call to its end. Zero if the request could not be built.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.call.elapsed
    }

    /// Returns the attempts before the last one: see [`Error::earlier_attempts`](crate::Error::earlier_attempts).
    #[must_use]
    pub fn earlier_attempts(&self) -> &[EarlierAttempt] {
        self.call.earlier.as_slice()
    }

    /// Returns the idempotency key of the call: see [`Error::idempotency_key`](crate::Error::idempotency_key).
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.call.idempotency_key.as_deref()
    }

    /// Returns how much of the [stream](crate::stream) had arrived, if the stream failed.
    #[must_use]
    pub fn received(&self) -> Option<Received> {
        self.call.received
    }

    pub(super) fn is_stopped_by_body(&self) -> bool {
        self.call.is_stopped_by_body
    }

    pub(super) fn earlier(&self) -> &Earlier {
        &self.call.earlier
    }
}

impl fmt::Debug for FailedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("FailedCall");
        debug.field("endpoint", &self.spec.name).field("method", &self.spec.method).field("path", &self.spec.path);
        debug.field("sent", &self.sent).field("attempts", &self.call.attempts).field("elapsed", &self.call.elapsed);
        if !self.call.earlier.as_slice().is_empty() {
            debug.field("earlier_attempts", &self.call.earlier.as_slice());
        }
        // Does not print the idempotency key, because its field may be a secret.
        debug.field("reply", &self.reply).finish_non_exhaustive()
    }
}
