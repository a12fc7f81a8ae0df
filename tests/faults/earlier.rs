//! Attempts before the last one, in errors and replies.

use std::time::Duration;

use callsheet::transport::{TimeLimit, TransportErrorKind};
use callsheet::{
    AnyError, RetryPolicy,
    error::{EarlierAttempt, Sent},
};
use support::{Scripted, Step, printed};

use crate::tokens::Source;
use crate::{AT_ONCE, SECOND, order, over};

fn refused(status: u16, code: &str, message: &str) -> Step {
    let body = format!(r#"{{"code":{code:?},"message":{message:?}}}"#);
    Step::Reply(status, vec![("x-request-id".to_owned(), "req_1".to_owned())], body)
}

fn facts(attempt: &EarlierAttempt) -> (Option<u16>, Option<&str>, Option<TransportErrorKind>) {
    (attempt.status().map(|status| status.as_u16()), attempt.code(), attempt.transport_error())
}

#[tokio::test(start_paused = true)]
async fn status_503_before_a_timeout_is_reported() {
    let slow = Step::After(SECOND, Box::new(refused(503, "overloaded", "Come back later")));
    let transport = Scripted::new([slow, Step::Stall]);
    let client = over(&transport).attempt_timeout(5 * SECOND).retry(AT_ONCE.attempts(2)).build().unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 2, "{error:?}");
    let [attempt] = error.earlier_attempts() else { panic!("{error:?}") };
    assert_eq!(facts(attempt), (Some(503), Some("overloaded"), None));
    assert_eq!((attempt.message(), attempt.request_id()), (Some("Come back later"), Some("req_1")));
    assert!(attempt.elapsed() >= SECOND && attempt.elapsed() < 2 * SECOND, "{attempt:?}");
    let line = error.to_string();
    assert!(line.ends_with("; earlier attempts: 503 overloaded"), "{line}");
    let any = AnyError::from(error);
    assert_eq!((any.earlier_attempts().len(), any.to_string()), (1, line));
}

#[tokio::test(start_paused = true)]
async fn every_kind_of_outcome_is_reported_in_order() {
    let steps = [
        Step::Fails(TransportErrorKind::Connect, Sent::No),
        Step::CutOff(500, Vec::new()),
        Step::Stall,
        refused(409, "order_syncing", "Not yet"),
        Step::status(502),
        Step::status(404),
    ];
    let transport = Scripted::new(steps);
    let client = over(&transport).attempt_timeout(SECOND).retry(AT_ONCE.attempts(9)).build().unwrap();
    let error = order!(SyncedOrder).send(&client).await.unwrap_err();
    let met: Vec<_> = error.earlier_attempts().iter().map(facts).collect();
    assert_eq!(
        met,
        [
            (None, None, Some(TransportErrorKind::Connect)),
            (Some(500), None, Some(TransportErrorKind::CutOff)),
            (None, None, Some(TransportErrorKind::Timeout)),
            (Some(409), Some("order_syncing"), None),
            (Some(502), None, None),
        ]
    );
    let limits: Vec<_> = error.earlier_attempts().iter().map(EarlierAttempt::time_limit).collect();
    assert_eq!(limits, [None, None, Some(TimeLimit::Attempt), None, None]);
    let line = error.to_string();
    assert!(line.contains("404") && line.contains("; earlier attempts: .., "), "{line}");
    assert!(line.ends_with("409 order_syncing, 502"), "{line}");
}

#[tokio::test(start_paused = true)]
async fn reply_lists_earlier_attempts_and_a_single_attempt_has_none() {
    let transport = Scripted::new([refused(503, "overloaded", "x"), Step::status(200), Step::status(404)]);
    let client = over(&transport).build().unwrap();
    let full = order!(GetOrder).send(&client).with_reply().await.unwrap();
    assert_eq!(
        full.reply.earlier_attempts().iter().map(facts).collect::<Vec<_>>(),
        [(Some(503), Some("overloaded"), None)]
    );
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert!(error.earlier_attempts().is_empty() && !error.to_string().contains("earlier"), "{error}");
    assert!(error.reply().unwrap().earlier_attempts().is_empty());
}

#[tokio::test(start_paused = true)]
async fn earlier_attempts_include_a_refused_token() {
    let transport = Scripted::new([refused(401, "expired", "x"), Step::status(404)]);
    let client = over(&transport).token_source(Source::counting(Duration::ZERO)).retry(RetryPolicy::none());
    let error = order!(PostOrder).send(&client.build().unwrap()).await.unwrap_err();
    assert_eq!(error.earlier_attempts().iter().map(facts).collect::<Vec<_>>(), [(Some(401), Some("expired"), None)]);
    assert!(!printed(&error).contains("token-"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn memory_of_earlier_attempts_is_bounded() {
    let long = "é".repeat(100_000);
    let transport = Scripted::new((0..30).map(|number| refused(503, &format!("{number}{long}"), &long)));
    let client = over(&transport).retry(AT_ONCE.attempts(30)).build().unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert_eq!(error.attempts(), 30);
    let earlier = error.earlier_attempts();
    assert_eq!(earlier.len(), 10);
    for (attempt, number) in earlier.iter().zip(19..) {
        assert!(attempt.code().unwrap().starts_with(&format!("{number}é")), "{number}");
        assert_eq!([attempt.code(), attempt.message()].map(|text| text.unwrap().chars().count()), [1000, 1000]);
    }
    assert!(error.to_string().chars().count() < 2000, "{}", error.to_string().len());
}

#[tokio::test(start_paused = true)]
async fn text_of_the_server_is_escaped() {
    let body = Step::body(503, r#"{"code":"a\u001b[31m\nb","message":"c\u001b\nd"}"#);
    let transport = Scripted::new([body, Step::status(404)]);
    let error = order!(GetOrder).send(&over(&transport).build().unwrap()).await.unwrap_err();
    let text = printed(&error);
    assert!(error.to_string().contains(r"503 a\u{1b}[31m\nb"), "{error}");
    assert!(!text.contains('\u{1b}'), "{text:?}");
    assert!(!error.to_string().contains('\n'), "{error}");
    assert_eq!(error.earlier_attempts()[0].code(), Some("a\u{1b}[31m\nb"));
}
