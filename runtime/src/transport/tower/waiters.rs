//! The calls that wait until a shared service is ready.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Wake, Waker};

/// The wakers of the waiting calls, oldest first.
///
/// A service remembers only the waker of its last poll. So it is polled with a waker that wakes all calls: if only one
/// call were woken and then never polled, the others would wait forever.
#[derive(Default)]
pub(super) struct Waiters(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    next: u64,
    wakers: BTreeMap<u64, Waker>,
}

/// The place of one call among the waiting ones. Dropping it removes the call.
pub(super) struct Place {
    waiters: Arc<Waiters>,
    number: Option<u64>,
}

impl Waiters {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Waiters {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let wakers = std::mem::take(&mut self.queue().wakers);
        wakers.into_values().for_each(Waker::wake);
    }
}

impl Place {
    pub(super) fn among(waiters: &Arc<Waiters>) -> Self {
        Self { waiters: Arc::clone(waiters), number: None }
    }

    /// Also wakes this call when the service may be ready.
    pub(super) fn wait(&mut self, waker: &Waker) {
        let mut queue = self.waiters.queue();
        let number = *self.number.get_or_insert_with(|| {
            queue.next += 1;
            queue.next
        });
        let replaced = queue.wakers.insert(number, waker.clone());
        drop(queue);
        drop(replaced);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            let removed = self.waiters.queue().wakers.remove(&number);
            // A waker may run code of the program, so the lock is not held.
            drop(removed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn call_that_is_dropped_or_woken_leaves_no_waker() {
        let waiters = Arc::new(Waiters::default());
        let task = Arc::new(Waiters::default());
        let waker = Waker::from(Arc::clone(&task));
        let held = || Arc::strong_count(&task) - 2;
        let mut places = [(); 3].map(|()| Place::among(&waiters));
        for place in &mut places {
            place.wait(&waker);
            place.wait(&waker);
        }
        assert_eq!(held(), 3);
        let [first, mut second, third] = places;
        drop(first);
        assert_eq!(held(), 2);
        waiters.wake_by_ref();
        assert_eq!(held(), 0);
        second.wait(&waker);
        drop(third);
        assert_eq!(held(), 1);
        drop(second);
        assert_eq!(held(), 0);
    }
}
