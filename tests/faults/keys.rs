//! Idempotency keys: one for each call, the same on every attempt of it.

use std::collections::HashSet;

use callsheet::{CallOptions, Client, Error};
use support::orders::FieldKeyedOrder;
use support::{Scripted, Step};

use crate::{SECOND, order, over};

fn flapping() -> Scripted {
    Scripted::new([Step::status(503), Step::status(500), Step::status(200), Step::status(404)])
}

#[track_caller]
fn only(keys: &[Option<String>]) -> String {
    let first = keys[0].clone().expect("a key");
    assert!(keys.iter().all(|key| key.as_ref() == Some(&first)), "{keys:?}");
    first
}

#[tokio::test(start_paused = true)]
async fn it_is_the_same_on_every_attempt_and_told_by_reply_and_error() {
    let transport = flapping();
    let client = over(&transport).build().unwrap();
    let full = order!(KeyedOrder).send(&client).full().await.unwrap();
    let error = order!(KeyedOrder).send(&client).await.unwrap_err();
    let sent = transport.header("idempotency-key");
    let (first, second) = (only(&sent[..3]), only(&sent[3..]));
    assert_ne!(first, second);
    assert_eq!((full.reply.idempotency_key(), full.reply.attempts()), (Some(first.as_str()), 3));
    assert_eq!((error.idempotency_key(), error.attempts()), (Some(second.as_str()), 1));
    assert_eq!(error.reply().unwrap().idempotency_key(), Some(second.as_str()));
}

#[tokio::test(start_paused = true)]
async fn errors_without_a_reply_have_it_too() {
    use callsheet::Sent;
    use callsheet::transport::TransportErrorKind::{Connect, NoReply};
    let client = |transport: &Scripted| over(transport).attempt_timeout(SECOND).build().unwrap();
    for step in [Step::Fails(Connect, Sent::No), Step::Fails(NoReply, Sent::Maybe), Step::Stall, Step::StallInBody(200)]
    {
        let transport = Scripted::new([step]);
        let error = order!(KeyedOrder).send(&client(&transport)).await.unwrap_err();
        assert_eq!(error.idempotency_key(), Some(only(&transport.header("idempotency-key")).as_str()));
        assert!(error.attempts() > 1, "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_two_calls_share_one_but_two_seeds_do() {
    let keys = |seed: Option<u64>| async move {
        let transport = Scripted::new([Step::status(200)]);
        let builder = seed.map_or_else(|| over(&transport), |seed| over(&transport).seed(seed));
        let client = builder.build().unwrap();
        for _ in 0..100 {
            order!(KeyedOrder).send(&client).await.unwrap();
        }
        transport.header("idempotency-key").into_iter().map(Option::unwrap).collect::<Vec<_>>()
    };
    let (first, again, other, system) =
        (keys(Some(7)).await, keys(Some(7)).await, keys(Some(8)).await, keys(None).await);
    assert_eq!(first, again);
    let all: HashSet<&String> = first.iter().chain(&other).chain(&system).collect();
    assert_eq!(all.len(), 300);
}

#[tokio::test(start_paused = true)]
async fn the_callers_goes_before_one_that_is_made() {
    let transport = flapping();
    let client = over(&transport).build().unwrap();
    let options = || CallOptions::new().idempotency_key("report-7");
    let full = order!(KeyedOrder).send(&client).full().with(options()).await.unwrap();
    assert_eq!(only(&transport.header("idempotency-key")), "report-7");
    assert_eq!(full.reply.idempotency_key(), Some("report-7"));

    // Of the client's options, and of a header by its name.
    for client in [client.with(options()), client.with(CallOptions::new().header("idempotency-key", "report-7"))] {
        let error = order!(KeyedOrder).send(&client).await.unwrap_err();
        assert_eq!(error.idempotency_key(), Some("report-7"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_field_has_it_or_it_is_made() {
    let transport = flapping();
    let client = over(&transport).build().unwrap();
    let call = FieldKeyedOrder { order: "1".to_owned(), key: Some("mine".to_owned()) };
    let full = call.send(&client).full().with(CallOptions::new().idempotency_key("option")).await.unwrap();
    assert_eq!((full.reply.idempotency_key(), full.reply.attempts()), (Some("mine"), 3));
    assert_eq!(only(&transport.header("x-request-key")), "mine");

    let error = FieldKeyedOrder { order: "1".to_owned(), key: None }.send(&client).await.unwrap_err();
    assert_eq!(error.idempotency_key(), transport.header("x-request-key")[3].as_deref());
    assert!(error.idempotency_key().is_some());
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_has_none_sends_none() {
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).build().unwrap().with(CallOptions::new().idempotency_key("report-7"));
    let full = order!(PostOrder).send(&client).full().await.unwrap();
    assert_eq!(full.reply.idempotency_key(), None);
    order!(GetOrder).send(&client).await.unwrap();
    for attempt in transport.attempts() {
        assert!(attempt.request.headers().values().all(|value| value != "report-7"), "{attempt:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_is_in_the_request_that_is_built_too() {
    let client = Client::builder("http://orders.example").seed(1).build().unwrap();
    let request = client.to_request(&order!(KeyedOrder)).unwrap();
    assert!(!request.headers()["idempotency-key"].is_empty());
    assert!(!client.to_request(&order!(PostOrder)).unwrap().headers().contains_key("idempotency-key"));
}

#[tokio::test(start_paused = true)]
async fn one_that_cannot_be_sent_is_told_and_nothing_is_sent() {
    for key in ["", " ", "a\nb"] {
        let transport = Scripted::new([Step::status(503)]);
        let client = over(&transport).build().unwrap();
        let options = CallOptions::new().idempotency_key(key);
        let error = order!(KeyedOrder).send(&client).with(options).await.unwrap_err();
        assert!(matches!(error, Error::Build { .. }), "{key:?}: {error:?}");
        let call = FieldKeyedOrder { order: "1".to_owned(), key: Some(key.to_owned()) };
        let error = call.send(&client).await.unwrap_err();
        assert!(matches!(error, Error::Build { .. }), "{key:?}: {error:?}");
        assert!(transport.attempts().is_empty());
    }
}

/// Add to an order once, by a key that nobody may read.
#[callsheet::endpoint(method = "POST", path = "/orders")]
struct SecretlyKeyed {
    #[header(idempotency_key, sensitive, name = "X-Request-Key")]
    key: String,
}

#[tokio::test(start_paused = true)]
async fn one_that_is_a_secret_is_not_printed() {
    const SECRET: &str = "s3cr3t0f7h3c4ll";
    for step in [Step::status(200), Step::status(404), Step::Stall] {
        let client = over(&Scripted::new([step])).build().unwrap();
        let text = match (SecretlyKeyed { key: SECRET.to_owned() }).send(&client).full().await {
            Ok(full) => format!("{full:?}{full:#?}"),
            Err(error) => support::printed(&error),
        };
        assert!(!text.contains(SECRET), "{text}");
    }
}
