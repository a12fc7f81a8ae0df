//! The clock of a browser.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use gloo_timers::future::TimeoutFuture;
use web_time::Instant;

use super::Clock;
use crate::boxed::BoxFuture;

/// The clock of a browser, or of another host of JavaScript, on `wasm32-unknown-unknown`: `performance.now`, `setTimeout` and
/// `Date`. The default transport provides it there.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserClock(());

/// The longest time for `setTimeout`, which treats longer ones as zero.
const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

impl BrowserClock {
    /// Creates the clock.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl Clock for BrowserClock {
    fn now(&self) -> Duration {
        static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);
        FIRST.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let clock = *self;
        // Counts from now, not from the first poll.
        let until = clock.now().saturating_add(duration);
        Box::pin(async move {
            loop {
                let left = until.saturating_sub(clock.now());
                if left.is_zero() {
                    return;
                }
                // Rounded up: a timer must not end early.
                let milliseconds = left.min(LONGEST).as_nanos().div_ceil(1_000_000);
                TimeoutFuture::new(u32::try_from(milliseconds).unwrap_or(i32::MAX as u32)).await;
            }
        })
    }

    fn system_time(&self) -> SystemTime {
        let since = web_time::SystemTime::now().duration_since(web_time::UNIX_EPOCH).unwrap_or_default();
        SystemTime::UNIX_EPOCH + since
    }
}
