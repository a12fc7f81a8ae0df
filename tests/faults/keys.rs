//! Idempotency keys: one for each call, the same on every attempt of it.

use std::collections::HashSet;

use callsheet::{CallOptions, Client, Error, error::Sent};
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
async fn key_is_the_same_on_every_attempt_and_in_reply_and_error() {
    let transport = flapping();
    let client = over(&transport).build().unwrap();
    let full = order!(KeyedOrder).send(&client).with_reply().await.unwrap();
    let error = order!(KeyedOrder).send(&client).await.unwrap_err();
    let sent = transport.header("idempotency-key");
    let (first, second) = (only(&sent[..3]), only(&sent[3..]));
    assert_ne!(first, second);
    assert_eq!((full.reply.idempotency_key(), full.reply.attempts()), (Some(first.as_str()), 3));
    assert_eq!((error.idempotency_key(), error.attempts()), (Some(second.as_str()), 1));
    assert_eq!(error.reply().unwrap().idempotency_key(), Some(second.as_str()));
}

#[tokio::test(start_paused = true)]
async fn errors_without_a_reply_have_the_key() {
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
async fn calls_have_different_keys_unless_their_seeds_are_equal() {
    let keys = |seed: Option<u64>| async move {
        let transport = Scripted::new([Step::status(200)]);
        let builder = seed.map_or_else(
            || over(&transport),
            |seed| over(&transport).random(callsheet::random::SeededRandom::new(seed)),
        );
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
async fn key_of_the_caller_replaces_the_generated_one() {
    let transport = flapping();
    let client = over(&transport).build().unwrap();
    let options = || CallOptions::new().idempotency_key("report-7");
    let full = order!(KeyedOrder).send(&client).with_reply().with(options()).await.unwrap();
    assert_eq!(only(&transport.header("idempotency-key")), "report-7");
    assert_eq!(full.reply.idempotency_key(), Some("report-7"));
}

/// Asserts that the call fails with this text before anything is sent.
#[track_caller]
fn assert_refused<T: std::fmt::Debug, E: callsheet::error::DocumentedError>(result: Result<T, Error<E>>, words: &str) {
    let error = result.unwrap_err();
    let Error::Build { source, .. } = &error else { panic!("{error:?}") };
    assert!(source.to_string().contains(words), "{source}");
    assert!(!format!("{source}{source:?}").contains("report-7"), "{source:?}");
    assert_eq!(error.sent(), Sent::No);
}

#[tokio::test(start_paused = true)]
async fn key_on_a_client_is_refused() {
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).build().unwrap();
    let keyed = || CallOptions::new().idempotency_key("report-7");
    let with_key = client.with(keyed());
    let nested = [
        with_key.clone(),
        with_key.with(CallOptions::new().header("x-a", "b")),
        client.with(CallOptions::new().header("x-a", "b")).with(keyed()),
    ];
    for client in nested {
        let words = "`idempotency_key` is for one call";
        assert_refused(order!(KeyedOrder).send(&client).await, words);
        assert_refused(order!(KeyedOrder).send(&client).with_reply().await, words);
        assert_refused(order!(KeyedOrder).send(&client).with(keyed()).await, words);
        assert_refused(order!(PostOrder).send(&client).await, words);
        assert_refused(client.to_request(&order!(KeyedOrder)), words);
        let call = FieldKeyedOrder { order: "1".to_owned(), key: Some("mine".to_owned()) };
        assert_refused(call.send(&client).await, words);
        let blocking = callsheet::blocking::Client::new(client).unwrap();
        let sent = tokio::task::spawn_blocking(move || blocking.send(&order!(KeyedOrder)));
        assert_refused(sent.await.unwrap(), words);
    }
    let of_blocking = callsheet::blocking::Client::new(client).unwrap();
    let sent = tokio::task::spawn_blocking(move || of_blocking.with(keyed()).send(&order!(KeyedOrder)));
    assert_refused(sent.await.unwrap(), "`idempotency_key` is for one call");
    assert!(transport.attempts().is_empty());
}

#[tokio::test(start_paused = true)]
async fn key_set_as_header_or_parameter_is_refused() {
    let transport = Scripted::new([Step::status(200)]);
    let header = || CallOptions::new().header("Idempotency-Key", "report-7");
    let words = "`idempotency-key` is the endpoint's idempotency key";
    let client = over(&transport).build().unwrap();
    assert_refused(order!(KeyedOrder).send(&client.with(header())).await, words);
    assert_refused(order!(KeyedOrder).send(&client).with(header()).await, words);
    let of_builder = over(&transport).header("idempotency-key", "report-7").build().unwrap();
    assert_refused(order!(KeyedOrder).send(&of_builder).await, words);

    let query = || CallOptions::new().query("request id", "report-7");
    let words = "`request id` is the endpoint's idempotency key";
    assert_refused(QueryKeyed {}.send(&client.with(query())).await, words);
    assert_refused(QueryKeyed {}.send(&client).with(query()).await, words);
    let of_builder = over(&transport).secret_query("request id", "report-7").build().unwrap();
    assert_refused(QueryKeyed {}.send(&of_builder).await, words);
    assert!(transport.attempts().is_empty());
    // For an endpoint without a key, these header fields can be set.
    order!(PostOrder).send(&client).with(header()).await.unwrap();
    QueryKeyed {}.send(&client).with(CallOptions::new().idempotency_key("report-7")).await.unwrap();
}

/// Pay once, by a key in the query.
#[callsheet::endpoint(method = "POST", path = "/orders", idempotency_key = query("request id"))]
struct QueryKeyed {}

#[test]
fn blocking_call_accepts_a_key() {
    let transport = flapping();
    let client = callsheet::blocking::Client::new(over(&transport).build().unwrap()).unwrap();
    let options = || CallOptions::new().idempotency_key("report-7");
    client.send_with_options(&order!(KeyedOrder), options()).unwrap();
    let error = client.send_with_reply_and_options(&order!(KeyedOrder), options()).unwrap_err();
    assert_eq!(error.idempotency_key(), Some("report-7"));
    assert_eq!(only(&transport.header("idempotency-key")), "report-7");
}

#[tokio::test(start_paused = true)]
async fn key_comes_from_the_field_or_is_generated() {
    let transport = flapping();
    let client = over(&transport).build().unwrap();
    let call = FieldKeyedOrder { order: "1".to_owned(), key: Some("mine".to_owned()) };
    let full = call.send(&client).with_reply().with(CallOptions::new().idempotency_key("option")).await.unwrap();
    assert_eq!((full.reply.idempotency_key(), full.reply.attempts()), (Some("mine"), 3));
    assert_eq!(only(&transport.header("x-request-key")), "mine");

    let error = FieldKeyedOrder { order: "1".to_owned(), key: None }.send(&client).await.unwrap_err();
    assert_eq!(error.idempotency_key(), transport.header("x-request-key")[3].as_deref());
    assert!(error.idempotency_key().is_some());
}

#[tokio::test(start_paused = true)]
async fn key_for_an_endpoint_that_has_none_is_refused() {
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).build().unwrap();
    let options = || CallOptions::new().idempotency_key("report-7");
    assert_refused(order!(PostOrder).send(&client).with(options()).await, "has no idempotency key");
    assert_refused(order!(GetOrder).send(&client).with(options()).with_reply().await, "has no idempotency key");
    let full = order!(PostOrder).send(&client).with_reply().await.unwrap();
    assert_eq!((full.reply.idempotency_key(), transport.attempts().len()), (None, 1));
}

#[tokio::test(start_paused = true)]
async fn built_request_contains_a_key() {
    let client =
        Client::builder("http://orders.example").random(callsheet::random::SeededRandom::new(1)).build().unwrap();
    let request = client.to_request(&order!(KeyedOrder)).unwrap();
    assert!(!request.headers()["idempotency-key"].is_empty());
    assert!(!client.to_request(&order!(PostOrder)).unwrap().headers().contains_key("idempotency-key"));
}

#[tokio::test(start_paused = true)]
async fn invalid_key_is_an_error_and_nothing_is_sent() {
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

/// Add to an order once, by a secret key.
#[callsheet::endpoint(method = "POST", path = "/orders")]
struct SecretlyKeyed {
    #[header(idempotency_key, sensitive, name = "X-Request-Key")]
    key: String,
}

#[tokio::test(start_paused = true)]
async fn secret_key_is_not_printed() {
    const SECRET: &str = "s3cr3t0f7h3c4ll";
    for step in [Step::status(200), Step::status(404), Step::Stall] {
        let client = over(&Scripted::new([step])).build().unwrap();
        let text = match (SecretlyKeyed { key: SECRET.to_owned() }).send(&client).with_reply().await {
            Ok(full) => format!("{full:?}{full:#?}"),
            Err(error) => support::printed(&error),
        };
        assert!(!text.contains(SECRET), "{text}");
    }
}
