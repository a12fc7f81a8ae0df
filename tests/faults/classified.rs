//! Which attempts are repeated if the policy has a classifier.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use callsheet::client::RetryDecision::{self, Default, Retry, RetryEvenIfProcessed, Stop};
use callsheet::error::Sent;
use callsheet::transport::TransportErrorKind::{Connect, NoReply};
use callsheet::{CallOptions, Client, RetryPolicy};
use support::{Scripted, Step};

use crate::tokens::Source;
use crate::{AT_ONCE, SECOND, order, over};

fn deciding(transport: &Scripted, decision: RetryDecision) -> Client {
    over(transport).retry(AT_ONCE.classify(move |_| decision)).build().unwrap()
}

/// Returns how many attempts a call makes if all of them end this way.
macro_rules! attempts {
    ($endpoint:ident, $step:expr, $decision:expr) => {{
        let transport = Scripted::new([$step]);
        order!($endpoint).send(&deciding(&transport, $decision)).await.unwrap_err();
        transport.attempts().len()
    }};
}

#[tokio::test(start_paused = true)]
async fn decision_repeats_safe_attempts_and_others_only_if_it_is_explicit() {
    let busy = || Step::status(429);
    let lost = || Step::Fails(NoReply, Sent::Maybe);
    let unsent = || Step::Fails(Connect, Sent::No);
    let moved = || Step::Redirected(Box::new(Step::status(503)));
    for ((method, step), [default, stop, retry, processed]) in [
        // 404 is not repeated by default, even with an idempotent method.
        (("GET", Step::status(404)), [1, 1, 3, 3]),
        (("POST", Step::status(404)), [1, 1, 1, 3]),
        (("SETTLE", Step::status(404)), [1, 1, 3, 3]),
        (("KEYED", Step::status(404)), [1, 1, 3, 3]),
        // Repeated if the request is idempotent.
        (("GET", Step::status(503)), [3, 1, 3, 3]),
        (("POST", Step::status(503)), [1, 1, 1, 3]),
        (("POST", lost()), [1, 1, 1, 3]),
        // Not processed: repeated with every method.
        (("POST", busy()), [3, 1, 3, 3]),
        (("POST", unsent()), [3, 1, 3, 3]),
        // After a redirect, only a safe method is repeated, whatever the decision.
        (("POST", moved()), [1, 1, 1, 1]),
        (("KEYED", moved()), [1, 1, 1, 1]),
        (("GET", moved()), [3, 1, 3, 3]),
    ] {
        for (decision, expected) in
            [(Default, default), (Stop, stop), (Retry, retry), (RetryEvenIfProcessed, processed)]
        {
            let made = match method {
                "GET" => attempts!(GetOrder, step.clone(), decision),
                "POST" => attempts!(PostOrder, step.clone(), decision),
                "SETTLE" => attempts!(SettleOrder, step.clone(), decision),
                _ => attempts!(KeyedOrder, step.clone(), decision),
            };
            assert_eq!(made, expected, "{method} {step:?} {decision:?}");
        }
    }
}

/// What the function received of an attempt.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    endpoint: &'static str,
    method: String,
    number: u32,
    status: Option<u16>,
    retry_after: bool,
    code: Option<String>,
    sent: Option<Sent>,
}

#[tokio::test(start_paused = true)]
async fn function_sees_each_failed_attempt_and_no_success() {
    let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
    let log = Arc::clone(&seen);
    let policy = AT_ONCE.attempts(9).classify(move |attempt| {
        log.lock().unwrap().push(Seen {
            endpoint: attempt.spec().name,
            method: attempt.method().to_string(),
            number: attempt.number(),
            status: attempt.status().map(|status| status.as_u16()),
            retry_after: attempt.headers().is_some_and(|headers| headers.contains_key("retry-after")),
            code: attempt.code().map(str::to_owned),
            sent: attempt.error().map(callsheet::transport::TransportError::sent),
        });
        assert!(format!("{attempt:?}").contains("FailedAttempt"));
        Default
    });
    let head = vec![("retry-after".to_owned(), "0".to_owned())];
    let transport = Scripted::new([
        Step::Fails(Connect, Sent::No),
        Step::Reply(503, head.clone(), r#"{"code": "busy"}"#.to_owned()),
        Step::CutOff(500, head),
        Step::status(200),
    ]);
    let client = over(&transport).retry(policy).build().unwrap();
    order!(GetOrder).send(&client).await.unwrap();
    let expected = |number, status, retry_after, code: Option<&str>, sent| Seen {
        endpoint: "GetOrder",
        method: "GET".to_owned(),
        number,
        status,
        retry_after,
        code: code.map(str::to_owned),
        sent,
    };
    assert_eq!(
        *seen.lock().unwrap(),
        [
            expected(1, None, false, None, Some(Sent::No)),
            expected(2, Some(503), true, Some("busy"), None),
            // If the reply was incomplete, its head is known, but no code is read.
            expected(3, Some(500), true, None, Some(Sent::Yes)),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn limits_of_policy_and_call_apply_to_every_decision() {
    let policy = RetryPolicy::new().attempts(5).classify(|_| RetryEvenIfProcessed);
    let transport = Scripted::new([Step::status(404)]);
    let client = over(&transport).retry(policy.clone()).no_timeout().build().unwrap();
    order!(PostOrder).send(&client).await.unwrap_err();
    assert_eq!(transport.attempts().len(), 5);

    // A server that asks for too long a wait, and a call that timed out.
    let later = Step::Reply(404, vec![("retry-after".to_owned(), "31".to_owned())], String::new());
    let transport = Scripted::new([later]);
    let client = over(&transport).retry(policy.clone()).no_timeout().build().unwrap();
    order!(PostOrder).send(&client).await.unwrap_err();
    assert_eq!(transport.attempts().len(), 1);

    let slow = Step::After(Duration::from_millis(400), Box::new(Step::status(404)));
    let transport = Scripted::new([slow]);
    let eager = policy.clone().backoff(Duration::ZERO, Duration::ZERO);
    let client = over(&transport).retry(eager).timeout(SECOND).build().unwrap();
    order!(PostOrder).send(&client).await.unwrap_err();
    assert_eq!(transport.attempts().len(), 3);

    // The budget of the client.
    let transport = Scripted::new([Step::status(404)]);
    let client = over(&transport).retry(AT_ONCE.attempts(1000).classify(|_| Retry)).no_timeout().build().unwrap();
    order!(GetOrder).send(&client).await.unwrap_err();
    assert_eq!(transport.attempts().len(), 101);
}

#[tokio::test(start_paused = true)]
async fn function_decides_about_a_refusal_without_new_credentials() {
    for (decision, is_fixed, attempts, decided) in [
        (Default, true, 1, vec![1]),
        (Retry, true, 3, vec![1, 2, 3]),
        // The second attempt has a new token, so the function decides only about that one.
        (Default, false, 2, vec![2]),
    ] {
        let numbers: Arc<Mutex<Vec<u32>>> = Arc::default();
        let log = Arc::clone(&numbers);
        let transport = Scripted::new([Step::status(401)]);
        let client = over(&transport).retry(AT_ONCE.classify(move |attempt| {
            assert_eq!(attempt.status().unwrap().as_u16(), 401);
            log.lock().unwrap().push(attempt.number());
            decision
        }));
        let client = if is_fixed { client.bearer("t") } else { client.token_source(Source::counting(Duration::ZERO)) };
        order!(GetOrder).send(&client.build().unwrap()).await.unwrap_err();
        assert_eq!((transport.attempts().len(), &*numbers.lock().unwrap()), (attempts, &decided), "{decision:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn policy_of_a_call_replaces_the_function_of_the_client() {
    let transport = Scripted::new([Step::status(503)]);
    let client = deciding(&transport, Stop);
    let options = CallOptions::new().retry(AT_ONCE);
    order!(GetOrder).send(&client).with(options).await.unwrap_err();
    assert_eq!(transport.attempts().len(), 3);
    let options = CallOptions::new().retry(AT_ONCE.classify(|_| Stop).classify(|_| Default));
    order!(GetOrder).send(&client).with(options).await.unwrap_err();
    assert_eq!(transport.attempts().len(), 6);
}

#[tokio::test(start_paused = true)]
async fn function_does_not_decide_about_a_permanent_error_that_it_leaves_alone() {
    let transport = Scripted::new([Step::Fails(callsheet::transport::TransportErrorKind::Request, Sent::No)]);
    order!(GetOrder).send(&deciding(&transport, Default)).await.unwrap_err();
    assert_eq!(transport.attempts().len(), 1);
}
