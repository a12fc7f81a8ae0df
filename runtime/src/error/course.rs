//! What an error tells about the course of its call: attempts, times, and how much of a stream had arrived.

use std::time::Duration;

use super::known::Known;
use super::{EarlierAttempt, Error};
use crate::response::received::Received;

impl<E> Error<E> {
    /// Returns how many times the request was sent, or a connection for it was tried. 0 if it could not be built, or
    /// if no access token could be obtained.
    pub fn attempts(&self) -> u32 {
        match self.known() {
            Known::Reply(reply) => reply.attempts(),
            Known::Call(call) => call.attempts(),
        }
    }

    /// Returns the time from the start of the call to its end. Zero if there was no client, or if the request could
    /// not be built.
    pub fn elapsed(&self) -> Duration {
        match self.known() {
            Known::Reply(reply) => reply.elapsed(),
            Known::Call(call) => call.elapsed(),
        }
    }

    /// Returns the attempts before the last one, in order. For example, a call that timed out may have received a 503
    /// with a code before.
    ///
    /// At most the last ten attempts are kept. Requests that an HTTP/2 server refused unprocessed are dropped first.
    /// An attempt whose token was refused is included.
    ///
    /// ```
    /// # async fn run(client: &callsheet::Client) -> Result<(), callsheet::AnyError> {
    /// # #[callsheet::endpoint(method = "GET", path = "/widgets/<widget>")]
    /// # struct GetWidget { widget: String }
    /// if let Err(error) = GetWidget::builder().widget("w").send(client).await {
    ///     for attempt in error.earlier_attempts() {
    ///         eprintln!("{attempt} after {:?}: {:?}", attempt.elapsed(), attempt.message());
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn earlier_attempts(&self) -> &[EarlierAttempt] {
        match self.known() {
            Known::Reply(reply) => reply.earlier_attempts(),
            Known::Call(call) => call.earlier_attempts(),
        }
    }

    /// Returns whether the call ended because its body can be read only once: the request would have been sent again,
    /// but an attempt had already read the body. Create the body with [`Body::file`](crate::Body::file) or
    /// [`Body::from_fn`](crate::Body::from_fn) instead.
    pub fn is_stopped_by_body(&self) -> bool {
        match self.known() {
            Known::Reply(reply) => reply.is_stopped_by_body(),
            Known::Call(call) => call.is_stopped_by_body(),
        }
    }

    /// Returns how much of the [stream](crate::stream) had arrived when it failed. `None` if the error is not one of a
    /// stream.
    pub fn received(&self) -> Option<Received> {
        self.known().received()
    }

    /// Returns the idempotency key of the call, which is the same on every attempt. Pass it to
    /// [`CallOptions::idempotency_key`](crate::CallOptions::idempotency_key) to repeat the call later. `None` if the
    /// endpoint has no key, or if the request could not be built.
    pub fn idempotency_key(&self) -> Option<&str> {
        match self.known() {
            Known::Reply(reply) => reply.idempotency_key(),
            Known::Call(call) => call.idempotency_key(),
        }
    }
}
