//! Whether a request has left: what the client is told while the transport still works on it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Sent;

/// How far a request has come. A client puts it into the extensions of each request that it sends.
///
/// If the time of a call is over while the transport still works on it, the client has to know whether the server may have
/// seen the request. It assumes so, unless the transport said before that it has not sent anything:
///
/// - [`mark_unsent`](Self::mark_unsent) while it makes a connection or waits for one, or while a layer holds the request
///   back,
/// - [`mark_sending`](Self::mark_sending) right before the first byte may leave.
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
pub struct SendState(Arc<AtomicBool>);

impl SendState {
    /// Nothing of the request has been sent so far, and nothing will be if the future of the transport is dropped now.
    pub fn mark_unsent(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// From now on the server may see the request.
    pub fn mark_sending(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// What is known if the work on the request ends now.
    pub(crate) fn sent(&self) -> Sent {
        if self.0.load(Ordering::Relaxed) { Sent::No } else { Sent::Maybe }
    }
}

impl fmt::Debug for SendState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SendState").field(&self.sent()).finish()
    }
}
