//! [`Simulated`]: a clock and an executor without tokio, for programs that have no runtime.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use callsheet::clock::Clock;
use callsheet::transport::BoxFuture;

/// A paused clock that advances to the next wait when nothing else is left to do. It starts at the Unix time 2 000 000
/// 000, 18 May 2033, 03:33:20 UTC. Clones are the same clock.
#[derive(Clone, Default)]
pub struct Simulated(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    now: Duration,
    next: u64,
    waits: BTreeMap<(Duration, u64), Waker>,
}

impl Simulated {
    /// Polls a future to its end on this thread.
    ///
    /// # Panics
    ///
    /// If the future waits for anything except this clock.
    pub fn run<T>(&self, future: impl Future<Output = T>) -> T {
        assert!(tokio::runtime::Handle::try_current().is_err(), "this is a program without a runtime");
        let mut future = pin!(future);
        let woken = Arc::new(Woken(AtomicBool::new(false)));
        let waker = Waker::from(Arc::clone(&woken));
        loop {
            if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return value;
            }
            if !woken.0.swap(false, SeqCst) {
                assert!(self.goes_on(), "nothing would ever wake it");
            }
        }
    }

    /// Advances to the next wait. Returns `false` if no wait is left.
    fn goes_on(&self) -> bool {
        let mut state = self.0.lock().expect("the clock");
        let Some(((at, _), waker)) = state.waits.pop_first() else { return false };
        state.now = at;
        drop(state);
        waker.wake();
        true
    }
}

impl Clock for Simulated {
    fn now(&self) -> Duration {
        self.0.lock().expect("the clock").now
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut state = self.0.lock().expect("the clock");
        state.next += 1;
        let key = (state.now.saturating_add(duration), state.next);
        Box::pin(Wait { clock: self.clone(), key })
    }

    fn system_time(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(2_000_000_000) + self.now()
    }
}

struct Wait {
    clock: Simulated,
    key: (Duration, u64),
}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.0.lock().expect("the clock");
        if state.now >= self.key.0 {
            return Poll::Ready(());
        }
        state.waits.insert(self.key, context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.clock.0.lock().expect("the clock").waits.remove(&self.key);
    }
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}
