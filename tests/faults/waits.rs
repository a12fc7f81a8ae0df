//! Waits between attempts: how long they are, how much of the budget they use, and how they are reported.

use std::time::Duration;

use callsheet::error::{BoxError, Sent};
use callsheet::random::Random;
use callsheet::transport::TransportErrorKind;
use callsheet::{CallOptions, RetryPolicy};
use support::{Scripted, Step};

use crate::{AT_ONCE, SECOND, order, over};

fn asks(status: u16, seconds: &str) -> Step {
    Step::Reply(status, vec![("retry-after".to_owned(), seconds.to_owned())], String::new())
}

#[tokio::test(start_paused = true)]
async fn waits_are_random_and_double_each_time() {
    let policy = RetryPolicy::new().attempts(5).backoff(SECOND, 4 * SECOND);
    let mut longest = [Duration::ZERO; 4];
    let mut shortest = [Duration::MAX; 4];
    for seed in 0..60 {
        let transport = Scripted::new([Step::status(500)]);
        let client =
            over(&transport).random(callsheet::random::SeededRandom::new(seed)).retry(policy.clone()).build().unwrap();
        order!(GetOrder).send(&client).await.unwrap_err();
        for (number, gap) in transport.gaps().into_iter().enumerate() {
            longest[number] = longest[number].max(gap);
            shortest[number] = shortest[number].min(gap);
        }
    }
    for (number, most) in [1, 2, 4, 4].into_iter().enumerate() {
        let most = most * SECOND;
        // The clock rounds up to milliseconds.
        assert!(longest[number] <= most + Duration::from_millis(1), "{number}: {:?}", longest[number]);
        assert!(longest[number] > most.mul_f64(0.8), "{number}: {:?}", longest[number]);
        assert!(shortest[number] < most.mul_f64(0.2), "{number}: {:?}", shortest[number]);
    }
}

/// Its waits are the longest possible ones.
struct Longest;

impl Random for Longest {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), BoxError> {
        bytes.fill(u8::MAX);
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn wait_after_a_refusal_is_up_to_the_base_after_any_number_of_attempts() {
    let refused = || Step::Fails(TransportErrorKind::Refused, Sent::No);
    let busy = || Step::status(503);
    let refusals = std::iter::repeat_n(refused(), 9);
    let steps = [busy(), busy(), refused(), busy()].into_iter().chain(refusals).chain([refused(), busy()]);
    let transport = Scripted::new(steps);
    let policy = RetryPolicy::new().attempts(6).backoff(SECOND, 60 * SECOND);
    let client = over(&transport).random(Longest).retry(policy).no_timeout().build().unwrap();
    order!(GetOrder).send(&client).await.unwrap_err();
    let seconds: Vec<u128> = transport.gaps().iter().map(|gap| (gap.as_millis() + 500) / 1000).collect();
    // Ten refusals do not count; the eleventh does.
    assert_eq!(seconds, [1, 2, 1, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 8, 16]);
}

#[tokio::test(start_paused = true)]
async fn equal_seeds_have_equal_waits() {
    let gaps = |seed| async move {
        let transport = Scripted::new([Step::status(500)]);
        let client = over(&transport)
            .random(callsheet::random::SeededRandom::new(seed))
            .retry(RetryPolicy::new().attempts(6))
            .build()
            .unwrap();
        order!(GetOrder).send(&client).await.unwrap_err();
        transport.gaps()
    };
    assert_eq!(gaps(1).await, gaps(1).await);
    assert_ne!(gaps(1).await, gaps(2).await);
}

#[tokio::test(start_paused = true)]
async fn wait_is_at_least_as_long_as_the_server_asks() {
    for seed in 0..20 {
        let transport = Scripted::new([asks(429, "3"), Step::status(200)]);
        let policy = RetryPolicy::new().backoff(10 * SECOND, 10 * SECOND);
        let client =
            over(&transport).random(callsheet::random::SeededRandom::new(seed)).retry(policy.clone()).build().unwrap();
        order!(PostOrder).send(&client).await.unwrap();
        let gap = transport.gaps()[0];
        assert!(gap >= 3 * SECOND && gap <= 10 * SECOND + Duration::from_millis(1), "{gap:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn longest_wait_for_a_server_is_that_of_the_policy() {
    for (asked, attempts) in [("5", 2), ("6", 1)] {
        let transport = Scripted::new([asks(429, asked), Step::status(200)]);
        let client = over(&transport).retry(AT_ONCE.longest_retry_after(5 * SECOND)).build().unwrap();
        let sent = order!(PostOrder).send(&client).await;
        assert_eq!((sent.is_ok(), transport.attempts().len()), (attempts == 2, attempts));
    }
}

#[tokio::test(start_paused = true)]
async fn call_that_would_wait_beyond_its_timeout_ends_immediately() {
    let transport = Scripted::new([Step::After(2 * SECOND, Box::new(asks(503, "9")))]);
    let client = over(&transport).timeout(10 * SECOND).build().unwrap();
    let start = tokio::time::Instant::now();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts(), error.sent()), (503, 1, Sent::Yes));
    assert_eq!(error.retry_after(), Some(9 * SECOND));
    assert!(start.elapsed() < 3 * SECOND, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn elapsed_is_the_time_from_the_first_attempt_to_the_end() {
    let slow = |step| Step::After(SECOND, Box::new(step));
    let transport = Scripted::new([slow(asks(503, "5")), slow(Step::status(200))]);
    let client = over(&transport).build().unwrap();
    let full = order!(GetOrder).send(&client).with_reply().await.unwrap();
    let about = |elapsed: Duration, seconds: u32| {
        elapsed >= seconds * SECOND && elapsed < seconds * SECOND + Duration::from_millis(20)
    };
    assert!(about(full.reply.elapsed(), 7), "{:?}", full.reply.elapsed());

    let transport = Scripted::new([slow(asks(503, "5")), slow(Step::status(404)), Step::StallInBody(200)]);
    let client = over(&transport).build().unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert!(about(error.elapsed(), 7) && about(error.reply().unwrap().elapsed(), 7), "{error:?}");
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    assert!(about(error.elapsed(), 60) && about(error.reply().unwrap().elapsed(), 60), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn outage_uses_up_the_budget_and_successes_refill_it() {
    let attempts = |transport: &Scripted| transport.attempts().len();
    let outage = Scripted::new(std::iter::repeat_n(Step::status(500), 600).chain([Step::status(200)]));
    let client = over(&outage).build().unwrap();
    for _ in 0..200 {
        order!(GetOrder).send(&client).await.unwrap_err();
    }
    // A hundred retries for all calls together, and the first attempt of each.
    assert_eq!(attempts(&outage), 300);
    // Clones and clients with other options share it.
    order!(GetOrder).send(&client.clone().with(CallOptions::new().retry(AT_ONCE.attempts(9)))).await.unwrap_err();
    assert_eq!(attempts(&outage), 301);
    for _ in 0..299 {
        order!(GetOrder).send(&client).await.unwrap_err();
    }
    assert_eq!(attempts(&outage), 600);
    for _ in 0..10 {
        order!(GetOrder).send(&client).await.unwrap();
    }
    assert_eq!(attempts(&outage), 610);
}

#[tokio::test(start_paused = true)]
async fn ten_successes_pay_for_one_retry_and_a_retry_that_helped_pays_for_itself() {
    let mut steps: Vec<Step> = std::iter::repeat_n(Step::status(500), 201).collect();
    steps.extend(std::iter::repeat_n(Step::status(200), 10));
    steps.extend([Step::status(500), Step::status(200), Step::status(500), Step::status(200), Step::status(500)]);
    steps.extend([Step::status(500), Step::status(500)]);
    let transport = Scripted::new(steps);
    let client = over(&transport).retry(AT_ONCE.attempts(2)).build().unwrap();
    for _ in 0..101 {
        order!(GetOrder).send(&client).await.unwrap_err();
    }
    assert_eq!(transport.attempts().len(), 201);
    for _ in 0..10 {
        order!(GetOrder).send(&client).await.unwrap();
    }
    // Two calls that succeed by the one refilled retry, and then one that does not.
    for (outcome, made) in [(true, 213), (true, 215), (false, 217), (false, 218)] {
        assert_eq!(order!(GetOrder).send(&client).await.is_ok(), outcome, "{made}");
        assert_eq!(transport.attempts().len(), made);
    }
}

#[tokio::test(start_paused = true)]
async fn documented_errors_and_refusals_do_not_refill_the_budget() {
    let mut steps: Vec<Step> = std::iter::repeat_n(Step::status(500), 200).collect();
    steps.extend(std::iter::repeat_n(Step::status(404), 50));
    steps.push(Step::status(500));
    let transport = Scripted::new(steps);
    let client = over(&transport).retry(AT_ONCE.attempts(2)).build().unwrap();
    for _ in 0..151 {
        order!(GetOrder).send(&client).await.unwrap_err();
    }
    assert_eq!(transport.attempts().len(), 251);
}

#[tokio::test(start_paused = true)]
async fn unix_time_of_a_reset_is_compared_with_the_clients_clock() {
    use std::time::SystemTime;

    use callsheet::clock::{Clock, TokioClock};
    use callsheet::transport::BoxFuture;

    /// Tokio's clock, in the year 2023.
    struct Then;

    impl Clock for Then {
        fn now(&self) -> Duration {
            TokioClock::default().now()
        }

        fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
            TokioClock::default().sleep(duration)
        }

        fn system_time(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
        }
    }

    let limited =
        |reset: &str| Step::Reply(429, vec![("x-ratelimit-reset".to_owned(), reset.to_owned())], String::new());
    let transport = Scripted::new([limited("1700000012"), Step::status(200), limited("1700000100")]);
    let client = over(&transport).clock(Then).build().unwrap();
    order!(PostOrder).send(&client).await.unwrap();
    assert_eq!(transport.gaps()[0].as_secs(), 12);
    // Too long to wait: the call ends immediately, and the caller can read when to try again.
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    assert_eq!((error.attempts(), error.rate_limit_reset()), (1, Some(100 * SECOND)));
    assert_eq!(error.retry_after(), None);
}
