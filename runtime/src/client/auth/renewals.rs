//! When a refused token may be replaced.

use std::time::Duration;

/// The pause after a renewal that did not help. It doubles with each further one, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Counts the renewals that were forced by a refused token.
///
/// Without it, each call would fetch a token from a server that refuses every token.
#[derive(Debug, Default)]
pub(super) struct Renewals {
    /// When the next renewal may start, and the pause until then; `None` after a renewal that helped.
    next: Option<(Duration, Duration)>,
}

impl Renewals {
    /// Starts a renewal, unless it is too early.
    pub(super) fn begin(&mut self, now: Duration) -> bool {
        let pause = match self.next {
            None => FIRST_PAUSE,
            Some((from, _)) if now < from => return false,
            Some((_, pause)) => (pause * 2).min(LONGEST_PAUSE),
        };
        self.next = Some((now.saturating_add(pause), pause));
        true
    }

    /// The server has accepted the new token.
    pub(super) fn helped(&mut self) {
        self.next = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn pause_doubles_up_to_the_longest_and_ends_with_a_renewal_that_helped() {
        let mut renewals = Renewals::default();
        let mut now = SECOND;
        assert!(renewals.begin(now));
        for pause in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            let pause = pause * SECOND;
            assert!(!renewals.begin(now), "{pause:?}");
            now += pause;
            assert!(!renewals.begin(now.saturating_sub(SECOND / 1000)), "{pause:?}");
            assert!(renewals.begin(now), "{pause:?}");
        }
        renewals.helped();
        assert!(renewals.begin(now) && !renewals.begin(now));
    }
}
