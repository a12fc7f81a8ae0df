//! The idle timeout of a stream.

use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::boxed::BoxFuture;
use crate::clock::Clock;
use crate::transport::error::{Sent, TimeLimit, TransportError};

/// The idle timeout: how long nothing may arrive.
pub(super) struct Idle {
    limit: Option<Duration>,
    /// When the current wait for data began, by the clock of the client.
    since: Option<Duration>,
    /// Wakes at the limit, or before it if something has arrived since it was set.
    /// The mutex makes it `Sync`, and is never locked.
    alarm: Mutex<Option<BoxFuture<'static, ()>>>,
}

/// The default of the idle timeout.
const DEFAULT: Duration = Duration::from_secs(60);

impl Idle {
    /// Ends the current wait, because something has arrived.
    pub(super) fn arrived(&mut self) {
        self.since = None;
    }

    /// Changes the limit. It also applies to a wait that has started.
    pub(super) fn set(&mut self, limit: Option<Duration>) {
        self.limit = limit;
        // The next poll sets it again, for the new limit.
        self.alarm = Mutex::new(None);
    }

    /// Waits for the limit while nothing arrives. There is only one timer, however often data arrives.
    pub(super) fn poll(&mut self, clock: Option<&dyn Clock>, context: &mut Context<'_>) -> Poll<TransportError> {
        let (Some(limit), Some(clock)) = (self.limit, clock) else { return Poll::Pending };
        let since = *self.since.get_or_insert_with(|| clock.now());
        loop {
            let left = limit.saturating_sub(clock.now().saturating_sub(since));
            if left.is_zero() {
                let reason = format!("nothing arrived within {limit:?}, the idle limit of the stream");
                return Poll::Ready(TransportError::timeout(TimeLimit::Idle, Sent::Yes, reason));
            }
            let alarm = self.alarm.get_mut().unwrap_or_else(PoisonError::into_inner);
            ready!(alarm.get_or_insert_with(|| clock.sleep(left)).as_mut().poll(context));
            *alarm = None;
        }
    }
}

impl Default for Idle {
    fn default() -> Self {
        Self { limit: Some(DEFAULT), since: None, alarm: Mutex::new(None) }
    }
}
