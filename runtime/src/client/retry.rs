//! Retries: when a call is retried, how long it waits before, and when it stops.

mod budget;
mod classifier;
mod rules;

use std::time::Duration;

pub(crate) use self::budget::Budget;
pub(crate) use self::classifier::Classifier;
pub use self::classifier::{FailedAttempt, RetryDecision};
pub(crate) use self::rules::{May, after_failure, after_redirect, after_reply};
use crate::boxed::{MaybeSend, MaybeSync};
use crate::random::{self, Random};

/// How many times a server may refuse the request of a call unprocessed before these attempts count. A burst of calls
/// to a server that limits the streams of a connection stays below it.
pub(crate) const MAX_REFUSALS: u32 = 10;

/// Sets how often a call is sent, and how long it waits in between.
///
/// A call is sent again only if that is safe, unless [`classify`](Self::classify) decides otherwise:
///
/// | what happened | sent again |
/// | --- | --- |
/// | nothing was written to a connection yet; an HTTP/2 server refused the stream, or closes the connection before it (RFC 9113 section 8.7); 429; a documented error with `throttle` | with every method: the request was not processed |
/// | no reply, a reply that was cut off, an attempt that timed out; 408, 500, 502, 503, 504; a documented error with `retry` | if the method is idempotent (RFC 9110 section 9.2.2), the endpoint is marked `idempotent`, or it has an `idempotency_key` |
/// | any of these after a redirect that was followed | if the method is safe (RFC 9110 section 9.2.1: GET, HEAD, OPTIONS, QUERY, TRACE) and the second row allows it |
/// | a documented error with `retry = never`; anything else | never |
///
/// The third row also applies to new credentials after a 401. It has no exception for idempotent methods and
/// idempotency keys: the redirect was the server's reply to the original request, so only the request after the
/// redirect failed.
///
/// An HTTP/2 server refuses a stream if the connection already has as many streams as it allows, or if it is about to
/// close the connection. It has not processed the request, so the request is sent again after a random wait of up to
/// the base. The first ten such attempts of a call count neither as attempts of the policy nor for the client's
/// budget; further ones do. `attempts()` of a reply or an error includes all of them. With only one attempt
/// ([`none`](Self::none)) there is no retry. If a server closes a connection while a request waits for a free stream
/// on it, `reqwest` does not report this refusal. That request counts as one that may have been sent.
///
/// An error that would occur again is not retried: an invalid certificate, a proxy that requires credentials, and other
/// [permanent](crate::transport::TransportError::permanent) errors.
///
/// The wait before the second attempt is random between zero and the base. Before the third attempt it is up to twice
/// as long, and so on up to the longest wait (exponential backoff with full jitter). If the server sends `Retry-After`
/// (seconds or a date) or `retry-after-ms`, the wait is at least as long as it asks. Otherwise, after a 429 and after a
/// documented error with `throttle`, it is at least the time until the [rate limit is
/// reset](crate::Reply::rate_limit_reset), by `RateLimit` or `x-ratelimit-reset`. The call ends with the server's reply
/// instead of a retry if the server asks for a wait longer than [`longest_retry_after`](Self::longest_retry_after), if
/// the wait would exceed the time limit of the whole call, or if the client's budget is used up. Each retry uses some
/// of this budget and each success refills it, so that a client does not make an outage worse.
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
    /// Creates the default policy: at most 3 attempts, waits of up to 250 ms at first and up to 8 s at most, and up to
    /// 30 s if the server asks for it.
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

    /// Creates a policy without retries. If the server refuses a token, the call is still sent once more with a new
    /// one.
    #[must_use]
    pub const fn none() -> Self {
        Self::new().attempts(1)
    }

    /// Sets the greatest number of attempts, including the first one. By default 3; 0 counts as 1. An attempt with new
    /// credentials after a refusal counts, but is allowed even beyond this number.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// Sets the waits between attempts: up to `base` before the second attempt, and up to twice as long before each
    /// further one, but never longer than `longest`. By default 250 ms and 8 s.
    #[must_use]
    pub const fn backoff(mut self, base: Duration, longest: Duration) -> Self {
        (self.base, self.longest) = (base, longest);
        self
    }

    /// Sets the longest wait that a server may ask for, by `Retry-After` or by its rate limit. If it asks for more, the
    /// call ends with its reply. By default 30 s.
    #[must_use]
    pub const fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    /// Sets a function that decides which failed attempts are retried.
    ///
    /// It is called for each attempt that did not succeed, and returns a [`RetryDecision`]. The limits still apply: the
    /// number of attempts, the waits, the time limit of the call and the client's retry budget. It replaces a function
    /// that was set earlier.
    ///
    /// It is not called for an attempt with refused credentials if the request is sent again with new ones: see
    /// [`Authorizer`](crate::auth::Authorizer). It is called if the credentials are fixed, or if the new ones are refused
    /// too.
    ///
    /// ```
    /// use callsheet::RetryPolicy;
    /// use callsheet::client::RetryDecision;
    ///
    /// // This API reports a lock with 409, and a full queue with 500 and a code for which a retry is useless.
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

    /// Whether another attempt is allowed after this number of attempts.
    pub(crate) fn has_more(&self, attempts: u32) -> bool {
        attempts < self.attempts
    }

    /// Returns the wait after this number of attempts, or `None` if the server asks for too long a wait.
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
        fn wait_is_as_long_as_the_server_asks_unless_that_is_too_long(asked in 0_u64..100_000, attempts in 1_u32..40) {
            let (policy, asked) = (RetryPolicy::new(), Duration::from_millis(asked));
            match policy.wait(attempts, Some(asked), &SystemRandom::new()) {
                Some(wait) => prop_assert!(wait >= asked && wait <= asked.max(policy.longest)),
                None => prop_assert!(asked > policy.longest_retry_after),
            }
        }
    }
}
