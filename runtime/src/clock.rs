//! Keeping the time of a call.

use std::future::Future;
use std::time::{Duration, Instant};

use crate::error::Sent;
use crate::transport::TransportError;
#[cfg(feature = "tokio")]
use crate::transport::TransportErrorKind;

/// The time of one call: when it began and when it has to end.
pub(crate) struct Clock {
    start: Instant,
    limit: Option<Duration>,
}

impl Clock {
    pub(crate) fn start(limit: Option<Duration>) -> Self {
        Self { start: Instant::now(), limit }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// Runs `work` until the time is up; `sent` is what is known then of the request.
    #[cfg(feature = "tokio")]
    pub(crate) async fn run<T>(
        &self,
        sent: Sent,
        work: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        let Some(limit) = self.limit else { return work.await };
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportError::new(
                TransportErrorKind::Request,
                Sent::No,
                "a timeout needs a tokio runtime; await the call inside of one or build the client with `no_timeout()`",
            ));
        }
        let rest = limit.saturating_sub(self.start.elapsed());
        tokio::time::timeout(rest, work).await.unwrap_or_else(|_| {
            let reason = format!("no whole reply within {limit:?}");
            Err(TransportError::new(TransportErrorKind::Timeout, sent, reason))
        })
    }

    /// Without a clock the transport keeps the time, or nobody.
    #[cfg(not(feature = "tokio"))]
    pub(crate) async fn run<T>(
        &self,
        _: Sent,
        work: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        debug_assert!(self.limit.is_none(), "only the `tokio` feature has a timeout to set");
        work.await
    }
}
