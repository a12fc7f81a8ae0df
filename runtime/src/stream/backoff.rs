//! The waits between the requests of a stream that sends its request again.

use std::time::Duration;

use crate::random::{self, Random};

/// Returns the wait after so many failures in a row: `base`, doubled with each further failure up to `longest`. Up to
/// half of it is added at random, so that clients that failed together do not come back together.
pub(super) fn wait(base: Duration, failures: u32, longest: Duration, random: &dyn Random) -> Duration {
    let doubled = base.saturating_mul(2_u32.saturating_pow(failures)).min(longest);
    doubled.saturating_add((doubled / 2).mul_f64(random::unit(random)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::SeededRandom;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn waits_double_up_to_the_longest_and_differ() {
        let random = SeededRandom::new(3);
        for (failures, least) in [(0, SECOND), (1, 2 * SECOND), (2, 4 * SECOND), (3, 5 * SECOND), (40, 5 * SECOND)] {
            let waits: Vec<Duration> = (0..500).map(|_| wait(SECOND, failures, 5 * SECOND, &random)).collect();
            let (shortest, longest) = (*waits.iter().min().unwrap(), *waits.iter().max().unwrap());
            assert!(shortest >= least && shortest < least.mul_f64(1.1), "{failures}: {shortest:?}");
            assert!(longest <= least.mul_f64(1.5) && longest > least.mul_f64(1.4), "{failures}: {longest:?}");
        }
    }

    proptest! {
        #[test]
        fn no_wait_panics(base in any::<Duration>(), failures in any::<u32>(), longest in any::<Duration>()) {
            prop_assert!(wait(base, failures, longest, &SeededRandom::new(1)) >= base.min(longest));
        }
    }
}
