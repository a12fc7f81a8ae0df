//! Clocks, with which a client measures time and waits.
//!
//! A client has one clock, for its timeouts, the waits between attempts and the expiry of tokens. It uses the first of
//! these:
//!
//! 1. the clock set by [`ClientBuilder::clock`](crate::ClientBuilder::clock)
//! 2. the clock of the transport ([`Transport::clock`](crate::transport::Transport::clock))
//! 3. `SystemClock`
//!
//! The default transport provides `TokioClock`. Features do not change this choice. On `wasm32-unknown-unknown` there
//! is no system clock: the default transport provides `BrowserClock`, and with another transport you must set a clock.

pub(crate) mod alarm;
#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
mod browser;
mod fallback;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod system;
#[cfg(all(feature = "tokio", not(all(target_family = "wasm", target_os = "unknown"))))]
mod tokio;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

#[cfg(all(feature = "reqwest", target_family = "wasm", target_os = "unknown"))]
pub use self::browser::BrowserClock;
pub(crate) use self::fallback::of_the_system;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub use self::system::SystemClock;
#[cfg(all(feature = "tokio", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use self::tokio::TokioClock;
use crate::boxed::{BoxFuture, MaybeSend, MaybeSync};

/// Measures time and waits. It is the clock of a client.
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
pub trait Clock: MaybeSend + MaybeSync + 'static {
    /// Returns the time since a fixed point that the clock chooses. It never goes back, even if the time of day is
    /// changed.
    ///
    /// Only differences between two readings are used.
    fn now(&self) -> Duration;

    /// Returns a future that is ready once `duration` has passed since this method was called.
    ///
    /// It may be polled by another task, thread or runtime than the one that called this method.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Returns the date and time of day. Dates in responses are compared with it (`Retry-After`, RFC 9110 section
    /// 10.2.3). By default it is that of the system. On `wasm32-unknown-unknown`, which has no system clock, there is
    /// no default.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Returns the date and time of day. Dates in responses are compared with it (`Retry-After`, RFC 9110 section
    /// 10.2.3).
    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    fn system_time(&self) -> SystemTime;
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
