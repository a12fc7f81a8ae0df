//! The system clock.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use futures_timer::Delay;

use super::Clock;
use crate::boxed::BoxFuture;

/// The system clock, which needs no async runtime.
///
/// One helper thread of the whole program serves its waits. It starts with the first wait. A child process that `fork`
/// creates afterwards does not have this thread, so its waits do not end: fork before the first call.
///
/// # Panics
///
/// A wait panics if the system cannot start the thread.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock(());

impl SystemClock {
    /// Creates the clock.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        reading(Instant::now())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(Delay::new(duration))
    }
}

/// Converts an instant into the time since a fixed point. This point is earlier than the start of any runtime, because
/// a paused clock of tokio stays at the start of its runtime.
pub(super) fn reading(instant: Instant) -> Duration {
    const BEFORE: Duration = Duration::from_secs(1000 * 24 * 60 * 60);
    static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
    match instant.checked_duration_since(*FIRST) {
        Some(after) => BEFORE.saturating_add(after),
        None => BEFORE.saturating_sub(FIRST.saturating_duration_since(instant)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn readings_before_the_first_one_are_smaller() {
        let now = Instant::now();
        let first = reading(now);
        let hour = Duration::from_secs(3600);
        assert_eq!(reading(now + hour), first + hour);
        if let Some(before) = now.checked_sub(hour) {
            assert_eq!(reading(before), first.checked_sub(hour).unwrap());
        }
    }

    #[test]
    fn sleep_without_a_runtime_ends_after_its_duration() {
        let (clock, duration) = (SystemClock::new(), Duration::from_millis(20));
        let start = clock.now();
        block_on(clock.sleep(duration));
        assert!(clock.now().saturating_sub(start) >= duration);
        // Longer than any program runs: it neither panics nor ends.
        let mut forever = clock.sleep(Duration::MAX);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(forever.as_mut().poll(&mut context).is_pending());
    }

    /// Polls a future on this thread until it is ready.
    fn block_on<T>(mut future: BoxFuture<'_, T>) -> T {
        struct Unpark(std::thread::Thread);
        impl std::task::Wake for Unpark {
            fn wake(self: Arc<Self>) {
                self.0.unpark();
            }
        }
        let waker = Arc::new(Unpark(std::thread::current())).into();
        loop {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut std::task::Context::from_waker(&waker)) {
                return value;
            }
            std::thread::park_timeout(Duration::from_secs(5));
        }
    }
}
