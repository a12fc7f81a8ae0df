//! Retries: when a call is repeated, how long it waits before, and when it stops.

mod budget;
mod classify;
mod decide;

use std::time::Duration;

pub(crate) use self::budget::Budget;
pub(crate) use self::classify::Classifier;
pub use self::classify::{FailedAttempt, RetryDecision};
pub(crate) use self::decide::{May, after_failure, after_redirect, after_reply};
use crate::boxed::{MaybeSend, MaybeSync};
use crate::random::{self, Random};

/// How many refusals of one call's requests, unprocessed, are not counted: more than a server with a limit of streams per
/// connection makes of a burst of calls.
pub(crate) const MAX_REFUSALS: u32 = 10;

/// How often a call is sent, and how long it waits in between.
///
/// A call is sent again only if that is safe, unless [`classify`](Self::classify) decides otherwise:
///
/// | what happened | sent again |
/// | --- | --- |
/// | nothing was written to a connection yet; an HTTP/2 server refused the stream, or closes the connection before it (RFC 9113 section 8.7); 429; a documented error with `throttle` | with every method: the request was not processed |
/// | no reply, a reply that was cut off, an attempt that timed out; 408, 500, 502, 503, 504; a documented error with `retry` | if the method is idempotent (RFC 9110 section 9.2.2), the endpoint says `idempotent`, or it has an `idempotency_key` |
/// | any of these after a redirect that was followed | if the method is safe (RFC 9110 section 9.2.1: GET, HEAD, OPTIONS, QUERY, TRACE) and the second row allows it |
/// | a documented error with `retry = never`; anything else | never |
///
/// The third row applies to new credentials after a 401 as well. It has no exception for idempotent methods and idempotency
/// keys: the redirect was the server's reply to the request, so the request itself has succeeded, and only the request
/// after it failed.
///
/// An HTTP/2 server that refuses a stream has more of them than it allows on one connection, or is about to close the
/// connection. Such a request has cost the server nothing: it is repeated after a random wait up to the base, and uses
/// neither one of the policy's attempts nor the client's budget, up to ten times for each call. After that it counts
/// as well. `attempts()` of a reply or an error includes it. With one attempt, [`none`](Self::none), it is not repeated.
/// Of a connection that goes away, `reqwest` does not report the one request that waits for its next free stream; this one may
/// have been sent.
///
/// An attempt that ends in the same way in any case is not repeated: a certificate that is invalid, a proxy that wants
/// credentials, and other errors that are
/// [permanent](crate::transport::TransportError::permanent).
///
/// The wait before the second attempt is random between zero and the base, before the third up to twice as much, and
/// so on up to the longest wait (exponential backoff with full jitter). If the server says how long to wait, by
/// `Retry-After` (seconds or a date) or `retry-after-ms`, the wait is at least that. After a 429 and after a documented error
/// with `throttle`, it is otherwise at least the time until the
/// [rate limit is reset](crate::Reply::rate_limit_reset), by `RateLimit` or `x-ratelimit-reset`. A server that asks for
/// more than [`longest_retry_after`](Self::longest_retry_after) is not waited for: the call ends with its reply. So it
/// does if the wait would go beyond the time of the whole call, and if the client's budget is used up: retries take from
/// it, successes give back, so that a client does not make an outage worse.
///
/// ```
/// use std::time::Duration;
/// use callsheet::{CallOptions, Client, RetryPolicy};
///
/// # fn main() -> Result<(), callsheet::ConfigError> {
/// let client = Client::builder("https://api.example.com")
///     .retry(RetryPolicy::new().attempts(5).backoff(Duration::from_millis(100), Duration::from_secs(2)))
///     .build()?;
/// let once = client.with(CallOptions::new().retry(RetryPolicy::none()));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct RetryPolicy {
    attempts: u32,
    base: Duration,
    longest: Duration,
    longest_retry_after: Duration,
    classifier: Option<Classifier>,
}

impl RetryPolicy {
    /// At most 3 attempts, waits from 250 ms up to 8 s, and servers that ask for up to 30 s.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            base: Duration::from_millis(250),
            longest: Duration::from_secs(8),
            longest_retry_after: Duration::from_secs(30),
            classifier: None,
        }
    }

    /// One attempt, whatever happens. If the server refuses a token, the call is still sent once more with a new one.
    #[must_use]
    pub const fn none() -> Self {
        Self::new().attempts(1)
    }

    /// Limits the number of attempts, including the first one. By default 3; 0 counts as 1. An attempt with new credentials after
    /// a refusal counts, but is made in any case.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// Waits up to `base` before the second attempt, and up to twice as long before each further one, but not longer than
    /// `longest`. By default 250 ms and 8 s.
    #[must_use]
    pub const fn backoff(mut self, base: Duration, longest: Duration) -> Self {
        (self.base, self.longest) = (base, longest);
        self
    }

    /// Waits as long as the server asks for, or until its rate limit is reset, but not longer than this. The call ends
    /// instead. By default 30 s.
    #[must_use]
    pub const fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    /// Lets this function decide which failed attempts are repeated.
    ///
    /// It is called for each attempt that did not succeed, and returns a [`RetryDecision`]. The number of attempts, the waits,
    /// the time of the call and the client's budget of retries hold in any case. A function set earlier is replaced.
    ///
    /// It does not decide about refused credentials (an [`Authorizer`](crate::auth::Authorizer) does).
    ///
    /// ```
    /// use callsheet::RetryPolicy;
    /// use callsheet::client::RetryDecision;
    ///
    /// // This API reports a lock by 409, and a full queue by 500 with a code that is never worth another attempt.
    /// let policy = RetryPolicy::new().classify(|attempt| match (attempt.status(), attempt.code()) {
    ///     (Some(status), _) if status == 409 => RetryDecision::Retry,
    ///     (_, Some("queue_full")) => RetryDecision::Stop,
    ///     _ => RetryDecision::Default,
    /// });
    /// ```
    #[must_use]
    pub fn classify(
        mut self,
        classifier: impl Fn(&FailedAttempt<'_>) -> RetryDecision + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        self.classifier = Some(Classifier::new(classifier));
        self
    }

    pub(crate) fn classifier(&self) -> Option<&Classifier> {
        self.classifier.as_ref()
    }

    /// Whether another attempt may follow after so many.
    pub(crate) fn has_more(&self, attempts: u32) -> bool {
        attempts < self.attempts
    }

    /// How long to wait after so many attempts; `None` where the server asks for more than is waited for.
    pub(crate) fn wait(&self, attempts: u32, asked: Option<Duration>, random: &dyn Random) -> Option<Duration> {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let backoff = self.base.saturating_mul(doubled).min(self.longest).mul_f64(random::unit(random));
        match asked {
            Some(asked) if asked > self.longest_retry_after => None,
            Some(asked) => Some(asked.max(backoff)),
            None => Some(backoff),
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{SeededRandom, SystemRandom};
    use proptest::prelude::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn waits_double_up_to_the_longest() {
        let policy = RetryPolicy::new().backoff(SECOND, 5 * SECOND);
        let random = SeededRandom::new(1);
        for (attempts, most) in [(1, SECOND), (2, 2 * SECOND), (3, 4 * SECOND), (4, 5 * SECOND), (60, 5 * SECOND)] {
            let waits: Vec<Duration> = (0..500).map(|_| policy.wait(attempts, None, &random).unwrap()).collect();
            let (shortest, longest) = (*waits.iter().min().unwrap(), *waits.iter().max().unwrap());
            assert!(longest <= most && longest > most.mul_f64(0.9), "{attempts}: {longest:?}");
            assert!(shortest < most.mul_f64(0.1), "{attempts}: {shortest:?}");
        }
    }

    proptest! {
        #[test]
        fn a_server_that_asks_is_waited_for_or_not_at_all(asked in 0_u64..100_000, attempts in 1_u32..40) {
            let (policy, asked) = (RetryPolicy::new(), Duration::from_millis(asked));
            match policy.wait(attempts, Some(asked), &SystemRandom::new()) {
                Some(wait) => prop_assert!(wait >= asked && wait <= asked.max(policy.longest)),
                None => prop_assert!(asked > policy.longest_retry_after),
            }
        }
    }
}
