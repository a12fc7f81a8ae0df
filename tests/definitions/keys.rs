//! Idempotency keys in the query and in bodies.

use std::collections::HashSet;

use bytes::Bytes;
use callsheet::transport::into_bytes_request;
use callsheet::{CallOptions, Client, Endpoint, Error, endpoint};
use http::Request;
use support::{Scripted, Step};

use super::request;

#[endpoint(method = "POST", path = "/payments", idempotency_key = body("clientToken"))]
struct Pay {
    amount: u32,
    #[body(name = "clientToken")]
    token: Option<String>,
}

#[endpoint(method = "POST", path = "/locks", idempotency_key = body("key"))]
struct Lock {}

#[endpoint(method = "POST", path = "/charges")]
struct Charge {
    #[form(idempotency_key, name = "request id")]
    request_id: Option<String>,
    #[form]
    amount: u32,
}

#[endpoint(method = "POST", path = "/refunds", idempotency_key = form("key"))]
struct Refund {}

#[endpoint(method = "POST", path = "/jobs", idempotency_key = query("token"))]
struct Start {
    #[query(flatten)]
    more: std::collections::BTreeMap<String, String>,
}

#[endpoint(method = "POST", path = "/maps", idempotency_key = query("k"))]
struct TwoMaps {
    #[query(flatten)]
    first: std::collections::BTreeMap<&'static str, Option<&'static str>>,
    #[query(flatten)]
    second: std::collections::BTreeMap<&'static str, &'static str>,
}

#[derive(callsheet::Arguments)]
struct Parts {
    id: u8,
}

#[endpoint(method = "POST", path = "/parts")]
struct ObjectInQuery {
    #[query(idempotency_key)]
    key: Option<Parts>,
}

#[endpoint(method = "POST", path = "/parts")]
struct ObjectInForm {
    #[form]
    amount: u8,
    #[form(idempotency_key)]
    key: Parts,
}

#[endpoint(method = "POST", path = "/parts")]
struct ListInQuery {
    #[query]
    page: u8,
    #[query(idempotency_key)]
    key: Vec<&'static str>,
}

#[endpoint(method = "PATCH", path = "/jobs")]
struct Number {
    #[body(idempotency_key)]
    id: u64,
}

#[endpoint(method = "PUT", path = "/jobs")]
struct Shapes {
    #[body(idempotency_key)]
    id: serde_json::Value,
}

fn over(transport: &Scripted) -> Client {
    Client::builder("https://api.example.com").transport(transport.clone()).build().unwrap()
}

/// Returns what a call through a client sends, and the key that it reports.
fn sent<E: Endpoint<Api = callsheet::JsonApi>>(endpoint: &E) -> Request<Bytes> {
    let Ok(request) = over(&Scripted::new([Step::status(200)])).to_request(endpoint) else { panic!("it is built") };
    into_bytes_request(request).unwrap()
}

fn text(request: &Request<Bytes>) -> &str {
    std::str::from_utf8(request.body()).unwrap()
}

/// Returns the key between this start and end.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let key = text.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
    key.unwrap_or_else(|| panic!("{text}"))
}

#[test]
fn missing_key_is_generated_and_appended() {
    let pay = sent(&Pay { amount: 5, token: None });
    let lock = sent(&Lock {});
    let charge = sent(&Charge { request_id: None, amount: 5 });
    let refund = sent(&Refund {});
    let start = sent(&Start { more: [("a".to_owned(), "b".to_owned())].into() });
    let keys = [
        between(text(&pay), r#"{"amount":5,"clientToken":""#, r#""}"#),
        between(text(&lock), r#"{"key":""#, r#""}"#),
        between(text(&charge), "amount=5&request+id=", ""),
        between(text(&refund), "key=", ""),
        between(start.uri().query().unwrap(), "a=b&token=", ""),
    ];
    assert!(keys.iter().all(|key| key.len() == 36), "{keys:?}");
    assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
    // Without the key, the form would be empty, with `Content-Length: 0`.
    assert_eq!(refund.headers().get("content-length"), None);
    assert_eq!(request(&Refund {}).unwrap().headers()["content-length"], "0");
    assert_eq!(lock.headers()["content-type"], "application/json");
    assert_eq!(refund.headers()["content-type"], "application/x-www-form-urlencoded");
}

#[test]
fn key_of_the_caller_takes_precedence() {
    let pay = sent(&Pay { amount: 5, token: Some("a\"b".to_owned()) });
    assert_eq!(text(&pay), r#"{"amount":5,"clientToken":"a\"b"}"#);
    let charge = sent(&Charge { request_id: Some("a b".to_owned()), amount: 5 });
    assert_eq!(form_urlencoded::parse(charge.body()).next().unwrap().1, "a b");
    let start = sent(&Start { more: [("token".to_owned(), "t+ é".to_owned())].into() });
    assert_eq!(start.uri().query().unwrap().matches("token=").count(), 1);
    // As a parameter of the client, it would be the key of all its calls.
    let by_option = CallOptions::new().query("token", "from-options");
    let client = over(&Scripted::new([Step::status(200)])).with(by_option);
    let error = client.to_request(&Start { more: [].into() }).unwrap_err();
    assert!(matches!(error, Error::Build { .. }), "{error:?}");
}

#[test]
fn absent_entry_of_a_map_does_not_hide_a_key_in_a_later_map() {
    let call = TwoMaps { first: [("k", None), ("x", None)].into(), second: [("k", "mine"), ("x", "1")].into() };
    assert_eq!(sent(&call).uri().query(), Some("k=mine&x=1"));
}

#[test]
fn key_that_is_not_one_parameter_is_refused() {
    let list = |key| ListInQuery { page: 1, key };
    let refused = [
        request(&ObjectInQuery { key: Some(Parts { id: 1 }) }),
        request(&ObjectInForm { amount: 1, key: Parts { id: 1 } }),
        request(&list(vec!["a", "b"])),
    ];
    for result in refused {
        let error = result.unwrap_err().clone();
        assert!(error.contains("`key`: an idempotency key is one parameter"), "{error}");
    }
    assert_eq!(sent(&list(vec!["a"])).uri().query(), Some("page=1&key=a"));
    for absent in [sent(&list(vec![])), sent(&ObjectInQuery { key: None })] {
        assert_eq!(absent.uri().query().unwrap().matches("key=").count(), 1);
    }
}

#[test]
fn endpoint_without_a_client_generates_no_key() {
    assert_eq!(text(&request(&Pay { amount: 5, token: None }).unwrap()), r#"{"amount":5}"#);
    assert_eq!(text(&request(&Lock {}).unwrap()), "{}");
}

#[tokio::test(start_paused = true)]
async fn key_is_the_same_on_every_attempt_and_reported() {
    let steps = || [Step::status(503), Step::status(500), Step::status(404)];
    let bodies = |transport: &Scripted| {
        let attempts = transport.attempts();
        attempts
            .iter()
            .map(|attempt| format!("{} {:?}", attempt.request.uri(), attempt.request.body()))
            .collect::<Vec<_>>()
    };
    macro_rules! assert_same {
        ($($endpoint:expr,)*) => {$(
            let transport = Scripted::new(steps());
            let error = $endpoint.send(&over(&transport)).await.unwrap_err();
            let sent = bodies(&transport);
            assert_eq!((sent.len(), error.attempts()), (3, 3));
            assert!(sent.iter().all(|one| *one == sent[0]), "{sent:?}");
            assert!(sent[0].contains(error.idempotency_key().unwrap()), "{sent:?}");
        )*};
    }
    assert_same!(
        Pay { amount: 5, token: None },
        Pay { amount: 5, token: Some("own".to_owned()) },
        Charge { request_id: None, amount: 5 },
        Start { more: [].into() },
        Number { id: 7 },
    );
}

#[tokio::test]
async fn key_of_the_options_is_used_and_an_empty_key_is_refused() {
    let transport = Scripted::new([Step::status(200)]);
    let options = CallOptions::new().idempotency_key("k \"1\"");
    let full = Pay { amount: 5, token: None }.send(&over(&transport)).with(options).with_reply().await.unwrap();
    assert_eq!(full.reply.idempotency_key(), Some("k \"1\""));
    assert_eq!(transport.attempts()[0].request.body(), r#"{"amount":5,"clientToken":"k \"1\""}"#);

    let empty = Pay { amount: 5, token: Some(" ".to_owned()) }.send(&over(&transport)).await.unwrap_err();
    assert!(matches!(empty, Error::Build { .. }), "{empty}");
    for id in [serde_json::json!(null), serde_json::json!({"a": 1})] {
        let error = Shapes { id }.send(&over(&transport)).await.unwrap_err();
        assert!(matches!(error, Error::Build { .. }), "{error}");
    }
    assert_eq!(transport.attempts().len(), 1);
}

#[test]
fn place_of_the_key_is_in_the_tables() {
    use callsheet::spec::IdempotencyKey;
    assert_eq!(Pay::SPEC.idempotency_key, Some(IdempotencyKey::Member("clientToken")));
    assert_eq!(Charge::SPEC.idempotency_key, Some(IdempotencyKey::Parameter("request id")));
    assert_eq!(Start::SPEC.idempotency_key, Some(IdempotencyKey::Query("token")));
}
