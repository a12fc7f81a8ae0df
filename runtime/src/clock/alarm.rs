//! [`Alarm`]: a time limit for a future.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::Clock;
use crate::boxed::BoxFuture;

/// A timer that wakes the work at its limit. All parts of the work share it; it is set when the first of them waits.
#[derive(Default)]
pub(crate) struct Alarm(Option<Timer>);

struct Timer {
    /// A reading of the clock.
    at: Duration,
    sleep: BoxFuture<'static, ()>,
}

impl Alarm {
    /// Runs `work` until the clock reads `at`. Returns `None` if it is not done by then.
    pub(crate) async fn run<F: Future + ?Sized>(
        &mut self,
        clock: &dyn Clock,
        at: Duration,
        mut work: Pin<&mut F>,
    ) -> Option<F::Output> {
        poll_fn(|context| {
            if let Poll::Ready(done) = work.as_mut().poll(context) {
                return Poll::Ready(Some(done));
            }
            self.poll(clock, at, context).map(|()| None)
        })
        .await
    }

    /// Waits until the clock reads `at`. If this is later than the last time, the timer stays until it ends, because a
    /// time that is often moved should not cost a timer each time.
    pub(crate) fn poll(&mut self, clock: &dyn Clock, at: Duration, context: &mut Context<'_>) -> Poll<()> {
        loop {
            let timer = match &mut self.0 {
                Some(timer) if timer.at <= at => timer,
                other => other.insert(Timer { at, sleep: clock.sleep(at.saturating_sub(clock.now())) }),
            };
            ready!(timer.sleep.as_mut().poll(context));
            let is_reached = timer.at == at;
            self.0 = None;
            if is_reached {
                return Poll::Ready(());
            }
        }
    }
}
