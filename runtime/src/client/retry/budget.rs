//! A token bucket for retries: it keeps a client from making an outage worse.

use std::sync::atomic::{AtomicU32, Ordering};

/// The size of a full bucket, the cost of a retry, and the refill for a success: a hundred retries at once, then one
/// for every ten successes.
const FULL: u32 = 1000;
const RETRY: u32 = 10;
const SUCCESS: u32 = 1;

/// The retry budget of a client, shared by all of its calls.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    pub(crate) fn full() -> Self {
        Self(AtomicU32::new(FULL))
    }

    /// Takes the cost of one retry. Returns `false` if not enough is left.
    pub(crate) fn take(&self) -> bool {
        let took = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(RETRY));
        took.is_ok()
    }

    /// Refills the budget after a call that succeeded: by the cost of its last retry, or by a little if there was none.
    pub(crate) fn give(&self, was_retried: bool) {
        let given = if was_retried { RETRY } else { SUCCESS };
        // Cannot fail: the closure always has a value.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some((left + given).min(FULL)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budget_is_used_up_by_an_outage_and_refilled_by_successes() {
        let budget = Budget::full();
        assert_eq!((0..1000).filter(|_| budget.take()).count(), 100);
        (0..9).for_each(|_| budget.give(false));
        assert!(!budget.take());
        budget.give(false);
        assert!(budget.take() && !budget.take());
        budget.give(true);
        assert!(budget.take() && !budget.take());
        (0..5000).for_each(|_| budget.give(false));
        assert_eq!((0..1000).filter(|_| budget.take()).count(), 100);
    }
}
