//! Clocks: what a client measures time with and waits by.
//!
//! A client has one clock, for its timeouts, the waits between attempts and the expiry of tokens. It is the one that
//! [`ClientBuilder::clock`](crate::ClientBuilder::clock) sets; otherwise the one that the transport offers
//! ([`Transport::clock`](crate::transport::Transport::clock)), which for the default transport is `TokioClock`; otherwise
//! [`SystemClock`]. No feature changes this choice.

pub(crate) mod alarm;
#[cfg(feature = "tokio")]
mod tokio;

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant, SystemTime};

use futures_timer::Delay;

#[cfg(feature = "tokio")]
pub use self::tokio::TokioClock;
use crate::boxed::BoxFuture;

/// Measures time and waits: the clock of a client.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// use callsheet::Client;
/// use callsheet::clock::Clock;
/// use callsheet::transport::BoxFuture;
///
/// /// A clock for tests: a wait takes no time, but moves the clock.
/// #[derive(Default)]
/// struct Simulated(AtomicU64);
///
/// impl Clock for Simulated {
///     fn now(&self) -> Duration {
///         Duration::from_millis(self.0.load(Ordering::Relaxed))
///     }
///
///     fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
///         let milliseconds = duration.as_millis().try_into().unwrap_or(u64::MAX);
///         self.0.fetch_add(milliseconds, Ordering::Relaxed);
///         Box::pin(std::future::ready(()))
///     }
/// }
///
/// # fn main() -> Result<(), callsheet::ConfigError> {
/// let clock = Arc::new(Simulated::default());
/// let client = Client::builder("https://api.example.com").clock(Arc::clone(&clock)).build()?;
/// # Ok(())
/// # }
/// ```
pub trait Clock: Send + Sync + 'static {
    /// The time since a fixed point that the clock chooses. It never goes back, whatever happens to the time of day.
    ///
    /// Only differences between two readings are used.
    fn now(&self) -> Duration;

    /// A future that is ready once `duration` has passed since this method was called.
    ///
    /// It may be polled by another task, thread or runtime than the one that called this method.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// The date and time of day, to which dates in responses are compared (`Retry-After`, RFC 9110 section 10.2.3).
    /// By default that of the system.
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Duration {
        (**self).now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(duration)
    }

    fn system_time(&self) -> SystemTime {
        (**self).system_time()
    }
}

/// The clock of the system, which needs no async runtime.
///
/// Its waits belong to one helper thread for the whole program, which starts with the first of them. A child process that
/// `fork` creates afterwards does not have this thread, so that its waits do not end: fork before the first call.
///
/// # Panics
///
/// A wait panics if the system cannot start the thread.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock(());

impl SystemClock {
    /// The clock of the system.
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

/// An instant as the time since a fixed point, which is so far back that no runtime has begun before it: a paused clock of
/// tokio stays at the instant at which its runtime began.
fn reading(instant: Instant) -> Duration {
    const BEFORE: Duration = Duration::from_secs(1000 * 24 * 60 * 60);
    static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
    match instant.checked_duration_since(*FIRST) {
        Some(after) => BEFORE.saturating_add(after),
        None => BEFORE.saturating_sub(FIRST.saturating_duration_since(instant)),
    }
}

#[cfg(test)]
mod tests {
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
