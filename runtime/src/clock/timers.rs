//! Timers that outlive the calls they were set for.
//!
//! A call sets a timer and, as a rule, has its reply long before that is up. To set one and to take it back costs a lock of
//! tokio's and, where nothing else is due in the runtime, a system call that wakes it; to put off one that is set already
//! costs neither, but a lock of ours that is seldom contended. So a call leaves its timer to the next one.

//!
//! What is left stays set in its runtime: where tokio's clock is paused it goes on by itself to when that is up, while
//! nothing else is due. A client holds on to the runtime of its last call until it is used in another one, or dropped.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use tokio::runtime::{Handle, Id};
use tokio::task::unconstrained;
use tokio::time::{Instant, Sleep};

/// How many are kept.
const KEPT: usize = 256;

/// Timers of one runtime that no call uses.
#[derive(Default)]
pub(crate) struct Timers(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    runtime: Option<Id>,
    free: Vec<Timer>,
}

struct Timer {
    sleep: Pin<Box<Sleep>>,
    /// The one that it is of, where alone it runs.
    runtime: Id,
    user: Arc<User>,
    /// That of the user, so that one who has left need not poll the timer to take it back: in a runtime that ends, that
    /// panics.
    waker: Waker,
}

/// Who is woken, while a call uses the timer.
#[derive(Default)]
struct User(Mutex<Option<Waker>>);

impl Wake for User {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let waker = locked(&self.0).take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Timer {
    fn set(until: Instant, runtime: Id) -> Self {
        let user = Arc::new(User::default());
        let waker = Waker::from(Arc::clone(&user));
        Self { sleep: Box::pin(tokio::time::sleep_until(until)), runtime, user, waker }
    }

    fn poll(&mut self, context: &Context<'_>) -> Poll<()> {
        let mut user = locked(&self.user.0);
        match &mut *user {
            Some(waker) => waker.clone_from(context.waker()),
            None => *user = Some(context.waker().clone()),
        }
        drop(user);
        // Whatever share of the thread the work has used up, the end of its time is told.
        pin!(unconstrained(&mut self.sleep)).poll(&mut Context::from_waker(&self.waker))
    }
}

impl Timers {
    /// Does the work until the time is up; `None` where that is so.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime, and in one that has no clock.
    pub(super) async fn run<F: Future + ?Sized>(&self, until: Instant, mut work: Pin<&mut F>) -> Option<F::Output> {
        // Not before something is waited for.
        let mut timer: Option<Timer> = None;
        let done = poll_fn(|context| {
            if let Poll::Ready(done) = work.as_mut().poll(context) {
                return Poll::Ready(Some(done));
            }
            timer.get_or_insert_with(|| self.take(until)).poll(context).map(|()| None)
        })
        .await;
        if let Some(timer) = timer {
            self.put(timer);
        }
        done
    }

    fn take(&self, until: Instant) -> Timer {
        let runtime = Handle::current().id();
        match self.kept(runtime, |kept| kept.free.pop()) {
            Some(mut timer) => {
                timer.sleep.as_mut().reset(until);
                timer
            }
            None => Timer::set(until, runtime),
        }
    }

    /// Keeps a timer, where its call has ended in the runtime that it began in.
    fn put(&self, timer: Timer) {
        locked(&timer.user.0).take();
        let runtime = timer.runtime;
        if !Handle::try_current().is_ok_and(|current| current.id() == runtime) {
            return;
        }
        let left_over = self.kept(runtime, |kept| {
            if kept.free.len() < KEPT {
                kept.free.push(timer);
                return None;
            }
            Some(timer)
        });
        drop(left_over);
    }

    /// Gives what is kept for this runtime.
    fn kept<T>(&self, runtime: Id, with: impl FnOnce(&mut Kept) -> T) -> T {
        let mut kept = locked(&self.0);
        let others = if kept.runtime == Some(runtime) { Vec::new() } else { std::mem::take(&mut kept.free) };
        kept.runtime = Some(runtime);
        let result = with(&mut kept);
        drop(kept);
        drop(others);
        result
    }
}

/// What is in a lock; nothing that panics leaves it half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Timers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Timers(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::time::Duration;

    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap()
    }

    fn free(timers: &Timers) -> usize {
        timers.0.lock().unwrap().free.len()
    }

    /// Whether the work was done within so many milliseconds; where not, that they went by, and not many more.
    async fn is_done(timers: &Timers, milliseconds: u64, work: impl Future<Output = ()>) -> bool {
        let (start, limit) = (Instant::now(), Duration::from_millis(milliseconds));
        let is_done = timers.run(start + limit, pin!(work)).await.is_some();
        assert!(is_done || (limit..limit + Duration::from_secs(5)).contains(&start.elapsed()), "{:?}", start.elapsed());
        is_done
    }

    async fn short() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }

    #[test]
    fn a_timer_that_was_left_is_set_anew_sooner_or_later() {
        runtime().block_on(async {
            let timers = Timers::default();
            assert!(is_done(&timers, 60_000, short()).await);
            assert_eq!(free(&timers), 1);
            // Sooner than it is set, later, and after it was up while nobody used it.
            assert!(!is_done(&timers, 5, pending()).await);
            assert!(is_done(&timers, 60_000, short()).await);
            assert!(!is_done(&timers, 10, pending()).await);
            assert!(is_done(&timers, 20, short()).await);
            tokio::time::sleep(Duration::from_millis(30)).await;
            assert!(!is_done(&timers, 10, pending()).await);
            assert_eq!(free(&timers), 1);
        });
    }

    #[test]
    fn work_that_waits_for_nothing_needs_none_and_work_that_is_dropped_leaves_none() {
        runtime().block_on(async {
            let timers = Timers::default();
            assert!(is_done(&timers, 10, ready(())).await);
            assert_eq!(free(&timers), 0);
            drop(tokio::time::timeout(Duration::from_millis(5), is_done(&timers, 60_000, pending())).await);
            assert_eq!(free(&timers), 0);
        });
    }

    #[test]
    fn each_runtime_has_its_own_and_what_is_left_wakes_nobody() {
        let timers = Timers::default();
        for _ in 0..3 {
            runtime().block_on(async {
                let both = tokio::join!(is_done(&timers, 60_000, short()), is_done(&timers, 10, pending()));
                assert_eq!(both, (true, false));
                assert_eq!(free(&timers), 2);
            });
        }
        let task = std::sync::Arc::new(());
        // A runtime that ends lets go of them itself.
        let runtime = runtime();
        runtime.block_on(async {
            let held = std::sync::Arc::clone(&task);
            let mut work = Box::pin(async move {
                tokio::task::yield_now().await;
                drop(held);
            });
            let waker = std::task::Waker::from(std::sync::Arc::new(Flag(std::sync::Arc::clone(&task))));
            let mut run = pin!(timers.run(Instant::now() + Duration::from_secs(1), work.as_mut()));
            while run.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {}
        });
        assert_eq!((free(&timers), std::sync::Arc::strong_count(&task)), (1, 1));
    }

    #[test]
    fn a_call_that_ends_elsewhere_leaves_no_timer_there() {
        let timers = Timers::default();
        let (first, second) = (runtime(), runtime());
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let mut call = Box::pin(async {
            let work = pin!(ended);
            timers.run(Instant::now() + Duration::from_secs(60), work).await.is_some()
        });
        let mut poll = || call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(first.block_on(async { poll() }).is_pending());
        end.send(()).unwrap();
        assert_eq!(second.block_on(async { poll() }), Poll::Ready(true));
        assert_eq!(free(&timers), 0);
        // Nor outside of any, and with its runtime gone.
        let mut work = Box::pin(once());
        let mut call = Box::pin(timers.run(Instant::now() + Duration::from_secs(60), work.as_mut()));
        let mut poll = || call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(first.block_on(async { poll() }).is_pending());
        drop(first);
        assert_eq!(poll(), Poll::Ready(Some(())));
        assert_eq!(free(&timers), 0);
    }

    /// Waits once.
    async fn once() {
        let mut is_first = true;
        poll_fn(|_| if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) }).await;
    }

    /// A waker that keeps something.
    struct Flag(#[expect(dead_code, reason = "it is only kept")] std::sync::Arc<()>);

    impl std::task::Wake for Flag {
        fn wake(self: std::sync::Arc<Self>) {}
    }
}
