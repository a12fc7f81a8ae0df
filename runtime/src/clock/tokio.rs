//! The clock of a tokio runtime.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::task::unconstrained;
use tokio::time::Instant;

use super::Clock;
use super::system::{SystemClock, reading};
use crate::boxed::BoxFuture;

/// The clock of the tokio runtime that polls the call, with the feature `tokio`. The default transport provides it.
///
/// Tests that pause tokio's clock (`start_paused`, `tokio::time::pause`) pause this one, too.
///
/// It waits like [`SystemClock`] outside of a runtime, in a runtime that was built without timers
/// (`Builder::enable_time`), and in a runtime that is shutting down. In the last two cases tokio panics. The clock
/// catches the panic, but the panic hook prints a message.
///
/// ```
/// # fn main() -> Result<(), callsheet::ConfigError> {
/// # use callsheet::transport::reqwest::ReqwestTransport as MyTransport;
/// use callsheet::Client;
/// use callsheet::clock::TokioClock;
///
/// let client =
///     Client::builder("https://api.example.com").transport(MyTransport::new()?).clock(TokioClock::new()).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct TokioClock(());

impl TokioClock {
    /// Creates the clock.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Duration {
        reading(Instant::now().into_std())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(Wait { until: self.now().saturating_add(duration), timer: None })
    }
}

/// A wait with a timer of the runtime that polls it.
struct Wait {
    until: Duration,
    /// The runtime of the timer, if any.
    timer: Option<(Option<Id>, BoxFuture<'static, ()>)>,
}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Self { until, timer } = self.get_mut();
        let left = || until.saturating_sub(TokioClock::new().now());
        let runtime = Handle::try_current().ok().map(|runtime| runtime.id());
        // A timer of another runtime does not end unless that runtime runs.
        timer.take_if(|(of, _)| *of != runtime);
        let (_, sleep) = timer.get_or_insert_with(|| (runtime, sleep_in(runtime, left())));
        // Tokio panics in a runtime without timers and in one that is shutting down. There is no way to check this
        // before.
        catch_unwind(AssertUnwindSafe(|| sleep.as_mut().poll(context))).unwrap_or_else(|_| {
            *sleep = SystemClock::new().sleep(left());
            sleep.as_mut().poll(context)
        })
    }
}

fn sleep_in(runtime: Option<Id>, duration: Duration) -> BoxFuture<'static, ()> {
    match runtime {
        // Unconstrained, so that it ends in time even if other work has used up the task's budget.
        Some(_) => Box::pin(unconstrained(async move { tokio::time::sleep(duration).await })),
        None => SystemClock::new().sleep(duration),
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap()
    }

    fn poll(wait: &mut BoxFuture<'static, ()>) -> Poll<()> {
        wait.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn wait_moves_to_the_runtime_that_polls_it() {
        let clock = TokioClock::new();
        let duration = Duration::from_millis(20);
        let start = clock.now();
        let (ended, idle) = (runtime(), runtime());
        let waits = [&ended, &idle].map(|runtime| {
            let _inside = runtime.enter();
            let mut wait = clock.sleep(duration);
            assert!(poll(&mut wait).is_pending());
            wait
        });
        let mut of_none = clock.sleep(duration);
        assert!(poll(&mut of_none).is_pending());
        drop(ended);
        runtime().block_on(async {
            let [of_ended, of_idle] = waits;
            let all = async { tokio::join!(of_ended, of_idle, of_none) };
            tokio::time::timeout(5 * SECOND, all).await.expect("all of them end");
        });
        assert!(clock.now().saturating_sub(start) >= duration);
    }

    /// Polls until the wait ends.
    fn assert_ends(wait: &mut BoxFuture<'static, ()>) {
        let start = std::time::Instant::now();
        while poll(wait).is_pending() {
            assert!(start.elapsed() < 5 * SECOND);
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn wait_is_polled_outside_of_any_runtime() {
        let runtime = runtime();
        let mut wait = {
            let _inside = runtime.enter();
            TokioClock::new().sleep(Duration::from_millis(5))
        };
        assert!(poll(&mut wait).is_pending());
        assert_ends(&mut wait);
    }

    #[test]
    fn wait_ends_in_a_runtime_that_is_shut_down_or_has_no_timers() {
        let ending = runtime();
        let handle = ending.handle().clone();
        let _inside = handle.enter();
        let mut wait = TokioClock::new().sleep(Duration::from_millis(5));
        assert!(poll(&mut wait).is_pending());
        ending.shutdown_background();
        assert_ends(&mut wait);
        assert_ends(&mut TokioClock::new().sleep(Duration::from_millis(5)));

        let without_timers = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let _inside = without_timers.enter();
        assert_ends(&mut TokioClock::new().sleep(Duration::from_millis(5)));
    }
}
