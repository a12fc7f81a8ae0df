//! The clock of a tokio runtime.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::task::unconstrained;
use tokio::time::{Instant, Sleep};

use super::{Clock, SystemClock, reading};
use crate::boxed::BoxFuture;

/// The clock of the tokio runtime that polls the call, with the feature `tokio`. The default transport offers it.
///
/// Tests that pause tokio's clock (`start_paused`, `tokio::time::pause`) pause this one, too.
///
/// It waits like [`SystemClock`] outside of a runtime, in one that was built without timers (`Builder::enable_time`), and in
/// one that is shutting down. In the latter two tokio panics; the clock catches that, but the panic hook prints a message.
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
    /// The clock of the runtime that polls.
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
        let start = self.now();
        Box::pin(Wait { until: start.saturating_add(duration), timer: Timer::of(duration) })
    }
}

/// A wait whose timer is always one of the runtime that polls it: tokio panics where the timer's runtime has ended, and
/// does not end a wait where nobody drives it.
struct Wait {
    until: Duration,
    timer: Timer,
}

enum Timer {
    Of(Id, Pin<Box<Sleep>>),
    OfNoRuntime(BoxFuture<'static, ()>),
}

impl Timer {
    fn of(duration: Duration) -> Self {
        let sleep = || Box::pin(tokio::time::sleep(duration));
        match current().and_then(|runtime| Some((runtime, unless_refused(sleep)?))) {
            Some((runtime, sleep)) => Self::Of(runtime, sleep),
            None => Self::without_runtime(duration),
        }
    }

    fn without_runtime(duration: Duration) -> Self {
        Self::OfNoRuntime(SystemClock::new().sleep(duration))
    }

    /// Whether this timer fits where it is polled. One without a runtime fits outside of any, and in the runtime that refused
    /// to have one.
    fn fits(&self) -> bool {
        match self {
            Self::Of(runtime, _) => current() == Some(*runtime),
            Self::OfNoRuntime(_) => true,
        }
    }
}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let wait = self.get_mut();
        let left = || wait.until.saturating_sub(TokioClock::new().now());
        if !wait.timer.fits() {
            wait.timer = Timer::of(left());
        }
        if let Timer::Of(_, sleep) = &mut wait.timer {
            // It ends in time, whatever share of the thread the work beside it has used up.
            match unless_refused(|| pin!(unconstrained(sleep)).poll(context)) {
                Some(state) => return state,
                None => wait.timer = Timer::without_runtime(left()),
            }
        }
        match &mut wait.timer {
            Timer::OfNoRuntime(delay) => delay.as_mut().poll(context),
            Timer::Of(..) => Poll::Pending,
        }
    }
}

/// What tokio does with a timer; `None` if it panics, which it does in a runtime without timers and in one that is shutting
/// down, and there is no way to ask it before.
fn unless_refused<T>(act: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(act)).ok()
}

fn current() -> Option<Id> {
    Handle::try_current().ok().map(|runtime| runtime.id())
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
