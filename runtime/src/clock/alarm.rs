//! [`Alarm`]: a time limit for a future.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use super::Clock;
use crate::boxed::BoxFuture;

/// A timer that wakes the work at its limit. All parts of the work share it; it is set when the first of them waits.
#[derive(Default)]
pub(crate) struct Alarm(Option<BoxFuture<'static, ()>>);

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
            let sleep = self.0.get_or_insert_with(|| clock.sleep(at.saturating_sub(clock.now())));
            sleep.as_mut().poll(context).map(|()| None)
        })
        .await
    }
}
