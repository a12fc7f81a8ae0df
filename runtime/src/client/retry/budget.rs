//! A token bucket for retries, so that a client does not make an outage worse.

use std::sync::atomic::{AtomicU32, Ordering};

/// How much a full bucket holds, what one retry takes and what one success gives back: a hundred retries at once, then
/// one for ten successes.
const FULL: u32 = 1000;
const RETRY: u32 = 10;
const SUCCESS: u32 = 1;

/// The budget of a client's retries, shared by all of its calls.
#[derive(Debug)]
pub(crate) struct Budget(AtomicU32);

impl Budget {
    pub(crate) fn full() -> Self {
        Self(AtomicU32::new(FULL))
    }

    /// Takes what one retry costs; `false` where there is not enough left.
    pub(crate) fn take(&self) -> bool {
        let took = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(RETRY));
        took.is_ok()
    }

    /// Gives back for a call that ended well: what its last retry took, else a little.
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
    fn an_outage_empties_it_and_successes_fill_it_again() {
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
