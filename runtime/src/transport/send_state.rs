//! [`SendState`]: whether anything of a request has left, while its transport still works on it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::transport::error::Sent;

/// How far a request has come. A client puts it into the extensions of each request that it sends.
///
/// If the time of a call is over while the transport still works on it, the client has to know whether the server may have
/// seen the request. It assumes so, unless the transport said before that it has not sent anything:
///
/// - [`mark_unsent`](Self::mark_unsent) while it makes a connection or waits for one, or while a layer holds the request
///   back,
/// - [`mark_sending`](Self::mark_sending) right before the first byte may leave.
///
/// Once a request is marked as being sent it stays so until the end of the attempt, even if a layer sends it a second time.
/// A layer or a transport that goes on with a request after its future was dropped, in a spawned task for example, has to
/// remove this value from the extensions.
///
/// ```
/// use callsheet::transport::SendState;
///
/// async fn send<B>(request: http::Request<B>) {
///     let state = request.extensions().get::<SendState>().cloned().unwrap_or_default();
///     state.mark_unsent();
///     // .. makes a connection ..
///     state.mark_sending();
///     // .. writes the request ..
/// }
/// ```
#[derive(Clone, Default)]
pub struct SendState(Arc<AtomicU8>);

/// Nobody has said anything.
const UNKNOWN: u8 = 0;
const UNSENT: u8 = 1;
/// Remains until the next attempt.
const SENDING: u8 = 2;

impl SendState {
    /// Nothing of the request has been sent so far, and nothing will be if the future of the transport is dropped now.
    /// Without effect after [`mark_sending`](Self::mark_sending).
    pub fn mark_unsent(&self) {
        self.change(UNKNOWN, UNSENT);
    }

    /// From now on the server may see the request.
    pub fn mark_sending(&self) {
        self.0.store(SENDING, Ordering::Release);
    }

    /// The request is given to somebody who may or may not say more.
    pub(crate) fn mark_unknown(&self) {
        self.change(UNSENT, UNKNOWN);
    }

    /// Begins another attempt.
    pub(crate) fn reset(&self) {
        self.0.store(UNKNOWN, Ordering::Release);
    }

    /// What is known if the work on the request ends now.
    pub(crate) fn sent(&self) -> Sent {
        if self.0.load(Ordering::Acquire) == UNSENT { Sent::No } else { Sent::Maybe }
    }

    fn change(&self, from: u8, to: u8) {
        // An error is another state, which remains.
        let _ = self.0.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire);
    }
}

impl fmt::Debug for SendState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SendState").field(&self.sent()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_that_is_sent_stays_so_until_the_next_attempt() {
        let state = SendState::default();
        assert_eq!(state.sent(), Sent::Maybe);
        state.mark_unsent();
        assert_eq!(state.sent(), Sent::No);
        state.mark_sending();
        state.mark_unsent();
        assert_eq!(state.sent(), Sent::Maybe);
        state.reset();
        assert_eq!(state.sent(), Sent::Maybe);
        state.mark_unsent();
        assert_eq!(state.sent(), Sent::No);
    }
}
