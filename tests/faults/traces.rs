//! Spans of calls and attempts: their names, their fields, and what they never contain.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex};

use callsheet::auth::{Authorization, Authorizer, Outgoing, Token, TokenSource};
use callsheet::clock::TokioClock;
use callsheet::transport::{BoxFuture, TransportErrorKind};
use callsheet::{
    Client,
    error::{BoxError, Sent},
};
use support::{FaultServer, Reaction, Scripted, Step, Then};
use tokio::time::Instant;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_core::span::Current;

use crate::{AT_ONCE, order, over};

const SECRET: &str = "s3cr3t0f7h3c4ll";

type Fields = BTreeMap<String, String>;

thread_local! {
    /// The current spans of this thread.
    static ENTERED: RefCell<Vec<Id>> = const { RefCell::new(Vec::new()) };
}

/// Records the spans and events of all crates.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Recorded>>);

#[derive(Debug, Default)]
struct Recorded {
    spans: Vec<Span>,
    events: Vec<(String, Fields)>,
}

#[derive(Debug, Clone)]
struct Span {
    target: String,
    name: &'static str,
    metadata: &'static Metadata<'static>,
    parent: Option<u64>,
    /// The number of references to it.
    handles: usize,
    closed: Option<Instant>,
    /// The declared fields, whether or not they have a value.
    declared: Vec<&'static str>,
    fields: Fields,
}

struct Put<'a>(&'a mut Fields);

impl Visit for Put<'_> {
    /// Exporters write unsigned numbers as text, because OpenTelemetry has no unsigned type.
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), format!("{value} unsigned"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        span.record(&mut Put(&mut fields));
        let metadata = span.metadata();
        let declared = metadata.fields().iter().map(|field| field.name()).collect();
        let entered = ENTERED.with_borrow(|entered| entered.last().cloned()).filter(|_| span.is_contextual());
        let parent = span.parent().or(entered.as_ref()).map(Id::into_u64);
        let mut recorded = self.0.lock().unwrap();
        recorded.spans.push(Span {
            target: metadata.target().to_owned(),
            name: metadata.name(),
            metadata,
            parent,
            handles: 1,
            closed: None,
            declared,
            fields,
        });
        Id::from_u64(recorded.spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        values.record(&mut Put(&mut self.0.lock().unwrap().spans[index(span)].fields));
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Put(&mut fields));
        self.0.lock().unwrap().events.push((event.metadata().target().to_owned(), fields));
    }

    fn clone_span(&self, span: &Id) -> Id {
        self.0.lock().unwrap().spans[index(span)].handles += 1;
        span.clone()
    }

    fn try_close(&self, span: Id) -> bool {
        let recorded = &mut self.0.lock().unwrap().spans;
        // A span whose record was already taken.
        let Some(span) = recorded.get_mut(index(&span)) else { return false };
        span.handles -= 1;
        if span.handles == 0 {
            span.closed = Some(Instant::now());
        }
        span.handles == 0
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| entered.push(span.clone()));
    }

    fn exit(&self, _: &Id) {
        ENTERED.with_borrow_mut(Vec::pop);
    }

    fn current_span(&self) -> Current {
        let Some(span) = ENTERED.with_borrow(|entered| entered.last().cloned()) else { return Current::none() };
        let metadata = self.0.lock().unwrap().spans[index(&span)].metadata;
        Current::new(span, metadata)
    }
}

fn index(span: &Id) -> usize {
    usize::try_from(span.into_u64()).unwrap() - 1
}

impl Recorder {
    /// Returns what this call records.
    async fn of<T>(work: impl Future<Output = T>) -> (T, Recorded) {
        // With only one subscriber, tracing asks the thread that reaches a span first. If that thread belongs to
        // another test without a subscriber, the span would be disabled for all threads.
        static ANOTHER: LazyLock<tracing::Dispatch> =
            LazyLock::new(|| tracing::Dispatch::new(tracing::subscriber::NoSubscriber::new()));
        LazyLock::force(&ANOTHER);
        let all = Self::default();
        let guard = tracing::subscriber::set_default(all.clone());
        let value = work.await;
        drop(guard);
        let recorded = std::mem::take(&mut *all.0.lock().unwrap());
        (value, recorded)
    }
}

impl Recorded {
    fn ours(&self) -> Vec<&Span> {
        self.spans.iter().filter(|span| span.target == "callsheet").collect()
    }
}

fn fields(span: &Span) -> Vec<(&str, &str)> {
    span.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[callsheet::endpoint(method = "GET", path = "/stock", host_prefix = "<shop>.")]
struct GetStock {
    shop: String,
}

#[tokio::test(start_paused = true)]
async fn server_address_has_the_host_prefix() {
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).build().unwrap();
    let (_, recorded) = Recorder::of(GetStock { shop: "s-1".to_owned() }.send(&client)).await;
    let spans = recorded.ours();
    assert_eq!(spans.len(), 2);
    assert!(spans.iter().all(|span| span.fields["server.address"] == "s-1.orders.example"), "{spans:?}");
}

#[tokio::test(start_paused = true)]
async fn spans_of_call_and_attempts_have_conventional_names() {
    let asks = Step::Reply(503, vec![("retry-after".to_owned(), "2".to_owned())], String::new());
    let transport = Scripted::new([asks, Step::Fails(TransportErrorKind::NoReply, Sent::Maybe), Step::status(200)]);
    let client = Client::builder("http://orders.example/api/v1").transport(transport.clone()).retry(AT_ONCE);
    let client = client.clock(TokioClock::new()).build().unwrap();
    let (_, recorded) = Recorder::of(order!(GetOrder).send(&client)).await;
    let [call, first, second, third] = recorded.ours()[..] else { panic!("{recorded:?}") };
    assert_eq!(call.name, "call");
    assert_eq!(
        fields(call),
        [
            ("callsheet.attempts", "3"),
            ("callsheet.endpoint", "GetOrder"),
            ("http.request.method", "GET"),
            ("http.response.status_code", "200"),
            ("server.address", "orders.example"),
            ("url.template", "/api/v1/orders/<order>"),
        ]
    );
    let common = [("http.request.method", "GET"), ("otel.kind", "client"), ("otel.name", "GET /api/v1/orders/<order>")];
    let common = [&common[..], &[("server.address", "orders.example"), ("server.port", "80")]].concat();
    for (attempt, own) in [
        (first, &[("http.response.status_code", "503"), ("error.type", "503"), ("otel.status_code", "ERROR")][..]),
        (second, &[("http.request.resend_count", "1"), ("error.type", "no_reply"), ("otel.status_code", "ERROR")]),
        (third, &[("http.request.resend_count", "2"), ("http.response.status_code", "200")]),
    ] {
        assert_eq!((attempt.name, attempt.parent), ("attempt", Some(1)));
        let mut expected = [&common[..], own, &[("url.template", "/api/v1/orders/<order>")]].concat();
        expected.sort_unstable();
        assert_eq!(fields(attempt), expected);
    }
    for name in ["http.request.method", "url.template", "http.response.status_code", "error.type"] {
        assert!(call.declared.contains(&name) && first.declared.contains(&name), "{name}");
    }
    let waits: Vec<&str> =
        recorded.events.iter().filter_map(|(_, fields)| Some(fields.get("wait_ms")?.as_str())).collect();
    assert_eq!(waits, ["2000", "0"]);
}

#[tokio::test(start_paused = true)]
async fn span_of_an_attempt_ends_before_the_wait_after_it() {
    let asks = Step::Reply(503, vec![("retry-after".to_owned(), "2".to_owned())], String::new());
    let client = over(&Scripted::new([asks, Step::status(200)])).build().unwrap();
    let start = Instant::now();
    let (_, recorded) = Recorder::of(order!(GetOrder).send(&client)).await;
    let closed: Vec<u64> = recorded.ours().iter().map(|span| (span.closed.unwrap() - start).as_secs()).collect();
    // The call, and its two attempts.
    assert_eq!(closed, [2, 0, 2]);
}

#[tokio::test(start_paused = true)]
async fn error_type_is_a_word_or_the_status() {
    for (step, expected) in [
        (Step::Fails(TransportErrorKind::Connect, Sent::No), "connect"),
        (Step::Fails(TransportErrorKind::Request, Sent::No), "request"),
        (Step::Fails(TransportErrorKind::NoReply, Sent::Maybe), "no_reply"),
        (Step::Fails(TransportErrorKind::Layer, Sent::Maybe), "layer"),
        (Step::CutOff(200, Vec::new()), "cut_off"),
        (Step::Stall, "timeout"),
        (Step::ConnectTimeout, "timeout"),
        (Step::body(200, &"a".repeat(200)), "too_large"),
        (Step::status(404), "404"),
        (Step::status(500), "500"),
    ] {
        let client = over(&Scripted::new([step])).reply_limit(99).build().unwrap();
        let (_, recorded) = Recorder::of(order!(PostOrder).send(&client)).await;
        for span in recorded.ours() {
            assert_eq!(span.fields.get("error.type").map(String::as_str), Some(expected), "{span:?}");
            assert_eq!(span.fields.get("otel.status_code").map(String::as_str), Some("ERROR"), "{span:?}");
        }
    }
}

fn field<'a>(span: &'a Span, name: &str) -> Option<&'a str> {
    span.fields.get(name).map(String::as_str)
}

#[tokio::test(start_paused = true)]
async fn reply_that_does_not_decode_is_an_error_of_the_call_but_not_of_the_attempt() {
    for (step, expected) in [
        (Step::body(200, "{"), Some("decode")),
        (Step::status(304), Some("undocumented")),
        (Step::body(200, r#"{"lines":[]}"#), None),
    ] {
        let client = over(&Scripted::new([step])).build().unwrap();
        let (_, recorded) = Recorder::of(order!(GetLines).send(&client)).await;
        let [call, attempt] = recorded.ours()[..] else { panic!("{recorded:?}") };
        assert_eq!(field(call, "error.type"), expected, "{call:?}");
        assert_eq!(field(call, "otel.status_code"), expected.map(|_| "ERROR"), "{call:?}");
        assert_eq!(field(attempt, "error.type"), None, "{attempt:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn call_that_is_dropped_is_cancelled() {
    let client = over(&Scripted::new([Step::Stall])).build().unwrap();
    let call = tokio::time::timeout(std::time::Duration::from_secs(1), order!(GetOrder).send(&client));
    let (_, recorded) = Recorder::of(call).await;
    let spans = recorded.ours();
    assert_eq!(spans.len(), 2, "{recorded:?}");
    for span in spans {
        assert_eq!(field(span, "error.type"), Some("cancelled"), "{span:?}");
        assert_eq!(field(span, "otel.status_code"), Some("ERROR"), "{span:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn span_is_closed_even_if_the_finished_call_is_kept() {
    let client = over(&Scripted::new([Step::status(200)])).build().unwrap();
    let mut call = std::pin::pin!(order!(GetOrder).send(&client));
    let (_, recorded) = Recorder::of(call.as_mut()).await;
    assert!(recorded.ours().iter().all(|span| span.closed.is_some()), "{recorded:?}");
    assert_eq!(recorded.ours().len(), 2, "{recorded:?}");
}

#[tokio::test(start_paused = true)]
async fn base_url_segment_that_may_be_secret_is_omitted() {
    for (path, shown) in [
        ("", ""),
        ("/rest-api/v2", "/rest-api/v2"),
        ("/2026-11-01", "/2026-11-01"),
        ("/services/T0001/B0001/XXXX", "/services/<..>/<..>/<..>"),
        ("/bot123456:ABC-DEF", "/<..>"),
        ("/a1b2c3d4e5f6", "/<..>"),
    ] {
        let client =
            Client::builder(format!("http://orders.example{path}")).transport(Scripted::new([Step::status(200)]));
        let client = client.build().unwrap();
        let (_, recorded) = Recorder::of(order!(GetOrder).send(&client)).await;
        for span in recorded.ours() {
            assert_eq!(field(span, "url.template"), Some(&*format!("{shown}/orders/<order>")));
        }
    }
}

#[tokio::test]
async fn attempt_names_the_server_that_answered_after_a_redirect() {
    let other = FaultServer::start(|_| Reaction::done(200, "")).await;
    let location = format!("{}/x", other.origin());
    let server = FaultServer::start(move |_| Reaction::refused(302, &[("location", &location)])).await;
    let client = Client::builder(server.origin()).build().unwrap();
    let (_, recorded) = Recorder::of(order!(GetOrder).send(&client)).await;
    let [call, attempt] = recorded.ours()[..] else { panic!("{recorded:?}") };
    assert_eq!(field(attempt, "server.port"), other.origin().rsplit(':').next());
    assert_eq!(field(attempt, "server.address"), Some("127.0.0.1"));
    assert_eq!(field(call, "server.address"), Some("127.0.0.1"));
}

#[tokio::test]
async fn attempt_names_the_server_that_failed_after_a_redirect() {
    let refusing = FaultServer::refusing();
    let stalling = FaultServer::start(|_| Reaction::done(200, "").cut(0, Then::Stall)).await;
    for (other, expected) in [(refusing.origin(), "connect"), (stalling.origin().to_owned(), "timeout")] {
        let location = format!("{other}/x");
        let server = FaultServer::start(move |_| Reaction::refused(302, &[("location", &location)])).await;
        let limit = std::time::Duration::from_millis(200);
        let client = Client::builder(server.origin()).retry(callsheet::RetryPolicy::none()).timeout(limit);
        let client = client.build().unwrap();
        let (_, recorded) = Recorder::of(order!(GetOrder).send(&client)).await;
        let [_, attempt] = recorded.ours()[..] else { panic!("{recorded:?}") };
        assert_eq!(field(attempt, "server.port"), other.rsplit(':').next(), "{attempt:?}");
        assert_eq!(field(attempt, "error.type"), Some(expected), "{attempt:?}");
        assert_eq!(field(attempt, "http.response.status_code"), Some("302"), "{attempt:?}");
    }
}

#[tokio::test]
async fn blocking_call_in_a_runtime_keeps_the_span_of_its_caller() {
    let client =
        Client::builder("http://orders.example").transport(Scripted::new([Step::status(200)])).build().unwrap();
    let client = callsheet::blocking::Client::new(client).unwrap();
    let ((), recorded) = Recorder::of(async {
        tracing::info_span!("caller").in_scope(|| client.send(&order!(GetOrder))).unwrap();
    })
    .await;
    assert_eq!(recorded.spans[0].name, "caller");
    let [call, attempt] = recorded.ours()[..] else { panic!("{recorded:?}") };
    assert_eq!((call.parent, attempt.parent), (Some(1), Some(2)), "{recorded:?}");
}

/// Returns the secret, and then an error.
struct Source(Mutex<u32>);

impl TokenSource for Source {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async {
            let mut asked = self.0.lock().unwrap();
            *asked += 1;
            if *asked == 1 { Ok(Token::new(SECRET)) } else { Err("sealed".into()) }
        })
    }
}

/// Signs each request in its query.
struct Signer;

impl Authorizer for Signer {
    fn authorize<'a>(&'a self, mut request: Outgoing<'a>) -> Authorization<'a> {
        Authorization::ready(request.query("signature", SECRET))
    }
}

#[tokio::test]
async fn traces_of_all_crates_contain_no_url_and_no_secret() {
    let other = FaultServer::start(|_| Reaction::done(200, SECRET)).await;
    let location = format!("{}/{SECRET}", other.origin());
    let server = FaultServer::start(move |turn| match turn.number {
        0 => Reaction::refused(503, &[("retry-after-ms", "1"), ("x-echo", SECRET)]),
        1 => Reaction::done(200, SECRET).cut(5, Then::Reset),
        2 => Reaction::done(404, SECRET),
        3 => Reaction::refused(302, &[("location", &location)]),
        4 => Reaction::refused(302, &[("location", &format!("/{SECRET}"))]),
        5 => Reaction::done(200, SECRET).cut(60, Then::Close),
        6 => Reaction::refused(401, &[]),
        _ => Reaction::done(200, SECRET),
    })
    .await;
    let builder = Client::builder(format!("{}/{SECRET}", server.origin())).retry(AT_ONCE);
    let builder = builder.token_source(Source(Mutex::new(0))).secret_query("key", SECRET).header("x-key", SECRET);
    let client = builder.build().unwrap();
    let signed = Client::builder(server.origin()).authorizer(Signer).secret_query("key", SECRET).build().unwrap();
    let call = || support::orders::GetOrder { order: SECRET.to_owned() };
    let ((), recorded) = Recorder::of(async {
        for _ in 0..6 {
            let _ = call().send(&client).await;
        }
        let _ = call().send(&signed).await;
    })
    .await;
    assert!(server.log().requests() >= 8, "{:?}", server.log());
    assert!(recorded.ours().len() >= 8, "{recorded:?}");
    let text = format!("{recorded:?}");
    assert!(!text.contains(SECRET), "{text}");
    let ours = recorded.ours();
    assert!(ours.iter().all(|span| !format!("{span:?}").contains("http://")), "{ours:?}");
}
