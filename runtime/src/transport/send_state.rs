//! [`SendState`]: whether any part of a request was sent, while its transport still works on it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::transport::error::Sent;

/// The progress of sending a request. A client puts it into the extensions of each request that it sends.
///
/// If a call times out while the transport still works on it, the client must know whether the server may have seen the
/// request. It assumes so, unless the transport has reported that nothing was sent yet:
///
/// - [`mark_unsent`](Self::mark_unsent) while it opens a connection or waits for one, or while a layer delays the
///   request,
/// - [`mark_sending`](Self::mark_sending) right before the first byte may be sent.
///
/// A request that is marked as being sent stays so until the end of the attempt, even if a layer sends it a second
/// time. A layer or a transport that continues with a request after its future was dropped, for example in a spawned
/// task, must remove this value from the extensions.
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

/// Nothing was reported.
const UNKNOWN: u8 = 0;
const UNSENT: u8 = 1;
/// Stays until the next attempt.
const SENDING: u8 = 2;

impl SendState {
    /// Reports that nothing of the request has been sent yet, and that nothing will be sent if the future of the
    /// transport is dropped now. It has no effect after [`mark_sending`](Self::mark_sending).
    pub fn mark_unsent(&self) {
        self.change(UNKNOWN, UNSENT);
    }

    /// Reports that from now on the server may see the request.
    pub fn mark_sending(&self) {
        self.0.store(SENDING, Ordering::Release);
    }

    /// Records that the request is passed on to code that may or may not report more.
    pub(crate) fn mark_unknown(&self) {
        self.change(UNSENT, UNKNOWN);
    }

    /// Starts another attempt.
    pub(crate) fn reset(&self) {
        self.0.store(UNKNOWN, Ordering::Release);
    }

    /// Returns whether the request may have been sent, if the work on it ends now.
    pub(crate) fn sent(&self) -> Sent {
        if self.0.load(Ordering::Acquire) == UNSENT { Sent::No } else { Sent::Maybe }
    }

    fn change(&self, from: u8, to: u8) {
        // An error means that another state is set, which stays.
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
