//! The total timeout of a stream.

use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::boxed::BoxFuture;
use crate::clock::Clock;
use crate::transport::error::{Sent, TimeLimit, TransportError};

/// The total timeout: how long the stream may take from its head on. By default, there is none.
pub(super) struct Total {
    limit: Option<Duration>,
    /// When the head arrived, by the clock of the client.
    begun: Duration,
    /// The mutex makes it `Sync`, and is never locked.
    alarm: Mutex<Option<BoxFuture<'static, ()>>>,
}

impl Total {
    /// Starts to measure.
    pub(super) fn begin(clock: Option<&dyn Clock>) -> Self {
        Self { limit: None, begun: clock.map(Clock::now).unwrap_or_default(), alarm: Mutex::new(None) }
    }

    /// Sets the limit.
    pub(super) fn set(&mut self, limit: Duration) {
        self.limit = Some(limit);
        self.alarm = Mutex::new(None);
    }

    /// Waits for the limit.
    pub(super) fn poll(&mut self, clock: Option<&dyn Clock>, context: &mut Context<'_>) -> Poll<TransportError> {
        let (Some(limit), Some(clock)) = (self.limit, clock) else { return Poll::Pending };
        loop {
            let left = limit.saturating_sub(clock.now().saturating_sub(self.begun));
            if left.is_zero() {
                let reason = format!("the stream took longer than {limit:?}, its total limit");
                return Poll::Ready(TransportError::timeout(TimeLimit::Total, Sent::Yes, reason));
            }
            let alarm = self.alarm.get_mut().unwrap_or_else(PoisonError::into_inner);
            ready!(alarm.get_or_insert_with(|| clock.sleep(left)).as_mut().poll(context));
            *alarm = None;
        }
    }
}
