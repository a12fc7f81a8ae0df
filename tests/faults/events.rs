//! Events of calls: which ones, in which order, and with which data.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use callsheet::client::{CallEvent, CallEventKind};
use callsheet::spec::Spec;
use callsheet::transport::tower::{TowerTransport, TransportService};
use callsheet::transport::{Body, TransportErrorKind};
use callsheet::{CallOptions, ClientBuilder, RetryPolicy, endpoint, error::Sent};
use http::Request;
use support::{Scripted, Step};
use tower::{Service, ServiceBuilder};

use crate::{Ended, SECOND, over};

/// Sends a note; the server may refuse it.
#[endpoint(
    method = "POST",
    path = "/notes/<note>",
    response = String,
    errors(note_locked(status = 409), note_gone = 410),
    idempotent
)]
struct PutNote {
    note: String,
    text: String,
}

#[endpoint(method = "GET", path = "/notes")]
struct ListNotes {}

fn put_note(note: &str) -> PutNote {
    PutNote { note: note.to_owned(), text: "hello".to_owned() }
}

/// The calls of a hook, as lines.
#[derive(Clone, Default)]
pub(crate) struct Recorded(Arc<Mutex<Vec<String>>>);

impl Recorded {
    /// Returns a hook that records its calls.
    pub(crate) fn hook(&self) -> impl Fn(&CallEvent<'_>) + Send + Sync + 'static {
        let lines = Arc::clone(&self.0);
        move |event| lines.lock().unwrap().push(line(event))
    }

    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// Prints `Attempt 2 503 3s 16/4`: kind, number of attempts, result of the last one, time, and bytes sent and received.
fn line(event: &CallEvent<'_>) -> String {
    let kind = match event.kind {
        CallEventKind::Start => "Start".to_owned(),
        CallEventKind::Attempt => "Attempt".to_owned(),
        CallEventKind::Retry { wait } => format!("Retry({wait:?})"),
        CallEventKind::End { outcome, stop } => format!("End({outcome:?}, {stop:?})"),
        _ => panic!("an event that this test does not know"),
    };
    let met = match (event.status, event.failure) {
        (status, Some(failure)) => format!("{failure:?}{}", status.map_or("", |_| " in its body")),
        (Some(status), None) => status.as_str().to_owned(),
        (None, None) => "-".to_owned(),
    };
    let sent = event.request_bytes.map_or("?".to_owned(), |bytes| bytes.to_string());
    format!("{kind} {} {met} {:?} {sent}/{}", event.attempts, event.duration, event.response_bytes)
}

/// Asserts the rules for the events of every call that ended.
pub(crate) fn assert_complete(lines: &[String], ended: &Ended) {
    let of = |kind: &str| lines.iter().filter(|line| line.starts_with(kind)).count();
    assert!(lines.first().is_some_and(|line| line.starts_with("Start 0 - ")), "{lines:#?}");
    assert!(lines.last().is_some_and(|line| line.starts_with("End")), "{lines:#?}");
    assert_eq!((of("Start"), of("End")), (1, 1), "{lines:#?}");
    assert_eq!(of("Attempt"), ended.attempts as usize, "{ended:?} {lines:#?}");
    let numbers: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("Attempt ")?.split(' ').next()).collect();
    let expected: Vec<String> = (1..=ended.attempts).map(|number| number.to_string()).collect();
    assert_eq!(numbers, expected, "{lines:#?}");
    // Only an attempt follows a wait, and a wait follows only an attempt.
    for pair in lines.windows(2).filter(|pair| pair.iter().any(|line| line.starts_with("Retry"))) {
        assert!(pair.iter().any(|line| line.starts_with("Attempt")) || pair[1].starts_with("End"), "{lines:#?}");
    }
    let is_success = lines.last().is_some_and(|line| line.starts_with("End(Success, Success)"));
    assert_eq!(is_success, ended.how == "ok", "{ended:?} {lines:#?}");
}

/// A client with these steps, and the record of its hook.
fn recording(steps: impl IntoIterator<Item = Step>) -> (ClientBuilder, Recorded) {
    let recorded = Recorded::default();
    (over(&Scripted::new(steps)).on_event(recorded.hook()), recorded)
}

fn after(seconds: u32, step: Step) -> Step {
    Step::After(seconds * SECOND, Box::new(step))
}

fn json(status: u16, body: &str) -> Step {
    Step::Reply(status, vec![("content-type".to_owned(), "application/json".to_owned())], body.to_owned())
}

#[tokio::test(start_paused = true)]
async fn success_has_one_attempt_and_its_bytes() {
    let (client, recorded) = recording([after(2, json(200, r#""done""#))]);
    put_note("a").send(&client.build().unwrap()).await.unwrap();
    let expected = ["Start 0 - 0ns 16/0", "Attempt 1 200 2s 16/6", "End(Success, Success) 1 200 2s 16/6"];
    assert_eq!(recorded.take(), expected);
}

#[tokio::test(start_paused = true)]
async fn retry_and_its_wait_are_reported_between_the_attempts() {
    let asks = Step::Reply(503, vec![("retry-after".to_owned(), "3".to_owned())], "busy".to_owned());
    let steps = [after(1, asks), Step::Fails(TransportErrorKind::NoReply, Sent::Maybe), json(200, r#""done""#)];
    let (client, recorded) = recording(steps);
    put_note("a").send(&client.build().unwrap()).await.unwrap();
    let expected = [
        "Start 0 - 0ns 16/0",
        "Attempt 1 503 1s 16/4",
        "Retry(3s) 1 503 1s 16/4",
        "Attempt 2 NoReply 0ns 16/0",
        "Retry(0ns) 2 NoReply 4s 16/0",
        "Attempt 3 200 0ns 16/6",
        "End(Success, Success) 3 200 4s 16/6",
    ];
    assert_eq!(recorded.take(), expected);
}

/// Returns the last event of a call with these steps.
async fn end(steps: impl IntoIterator<Item = Step>, options: CallOptions) -> String {
    let (client, recorded) = recording(steps);
    let _ = put_note("a").send(&client.build().unwrap()).with(options).await;
    recorded.take().pop().unwrap()
}

#[tokio::test(start_paused = true)]
async fn end_names_the_result_and_why_there_is_no_further_attempt() {
    let options = CallOptions::new;
    let asks = |seconds: &str| Step::Reply(503, vec![("retry-after".to_owned(), seconds.to_owned())], String::new());
    let locked = r#"{"error":{"code":"note_locked"}}"#;
    for (step, options, expected) in [
        (json(409, locked), options(), "End(Documented { code: Some(\"note_locked\") }, NotRetryable) 1 409 0ns 16/32"),
        (Step::status(410), options(), "End(UnexpectedBody, NotRetryable) 1 410 0ns 16/0"),
        (
            json(418, r#"{"error":{"code":"teapot"}}"#),
            options(),
            "End(Undocumented { code: Some(\"teapot\") }, NotRetryable) 1 418 0ns 16/27",
        ),
        (json(200, "{"), options(), "End(Decode, Success) 1 200 0ns 16/1"),
        (Step::status(503), options(), "End(Undocumented { code: None }, Attempts) 3 503 0ns 16/0"),
        (asks("31"), options(), "End(Undocumented { code: None }, RetryAfter) 1 503 0ns 16/0"),
        (asks("5"), options().timeout(4 * SECOND), "End(Undocumented { code: None }, Deadline) 1 503 0ns 16/0"),
        (Step::Stall, options().timeout(4 * SECOND), "End(Timeout(Some(Total)), Deadline) 1 Timeout 4s 16/0"),
        (Step::Stall, options().attempt_timeout(SECOND), "End(Timeout(Some(Attempt)), Attempts) 3 Timeout 3s 16/0"),
        (
            Step::Fails(TransportErrorKind::Layer, Sent::No),
            options(),
            "End(Transport(Layer), NotRetryable) 1 Layer 0ns 16/0",
        ),
        (
            Step::CutOff(200, Vec::new()),
            options().retry(RetryPolicy::none()),
            "End(Transport(CutOff), Attempts) 1 CutOff in its body 0ns 16/1",
        ),
    ] {
        assert_eq!(end([step], options).await, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn call_reports_that_the_budget_is_used_up() {
    let (client, recorded) = recording([Step::status(503)]);
    let client = client.build().unwrap();
    let mut ends = Vec::new();
    for _ in 0..52 {
        put_note("a").send(&client).await.unwrap_err();
        ends.extend(recorded.take().pop());
    }
    let of = |reason: &str| ends.iter().filter(|end| end.contains(reason)).count();
    // Each call uses two retries of a budget of a hundred.
    assert_eq!((of(", Attempts)"), of(", Budget)")), (50, 2), "{ends:#?}");
}

#[tokio::test(start_paused = true)]
async fn request_that_cannot_be_built_has_a_start_and_an_end() {
    let (client, recorded) = recording([Step::status(200)]);
    let client = client.build().unwrap();
    put_note("").send(&client).await.unwrap_err();
    let expected = ["Start 0 - 0ns ?/0", "End(Build, Build) 0 - 0ns ?/0"];
    assert_eq!(recorded.take(), expected);
    // Only the client detects this error.
    let refused = CallOptions::new().idempotency_key("k");
    put_note("a").send(&client).with(refused).await.unwrap_err();
    assert_eq!(recorded.take(), expected);
}

#[tokio::test(start_paused = true)]
async fn dropped_call_ends_and_one_that_was_never_polled_has_no_events() {
    let asks = Step::Reply(503, vec![("retry-after".to_owned(), "9".to_owned())], String::new());
    let (client, recorded) = recording([asks, Step::Stall]);
    let client = client.build().unwrap();
    drop(put_note("a").send(&client));
    assert_eq!(recorded.take(), [""; 0]);
    for (time, last) in [
        (4 * SECOND, "End(Dropped, Dropped) 1 503 4s 16/0"),
        // The second call stalls immediately.
        (2 * SECOND, "End(Dropped, Dropped) 1 - 2s 16/0"),
    ] {
        tokio::time::timeout(time, put_note("a").send(&client)).await.unwrap_err();
        let lines = recorded.take();
        assert_eq!((lines[0].as_str(), lines.last().unwrap().as_str()), ("Start 0 - 0ns 16/0", last), "{lines:#?}");
    }
}

#[tokio::test(start_paused = true)]
async fn panic_of_the_hook_reaches_the_caller_and_the_client_still_works() {
    let recorded = Recorded::default();
    let hook = recorded.hook();
    let client = over(&Scripted::new([json(200, r#""done""#)]));
    let client = client.on_event(move |event| {
        hook(event);
        assert!(event.spec.name != "ListNotes" || event.attempts == 0, "the hook panics");
    });
    let client = client.build().unwrap();
    let panicking = tokio::spawn({
        let client = client.clone();
        async move { ListNotes {}.send(&client).await }
    });
    assert!(panicking.await.unwrap_err().is_panic());
    // The client still works.
    put_note("a").send(&client).await.unwrap();
    assert!(recorded.take().last().unwrap().starts_with("End(Success, Success) 1 200"));
}

/// Counts requests by endpoint, below the client.
#[derive(Clone)]
struct Count<S>(S, Arc<Mutex<BTreeMap<&'static str, u32>>>);

impl<S: Service<Request<Body>>> Service<Request<Body>> for Count<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> S::Future {
        let spec = request.extensions().get::<&'static Spec>().expect("the endpoint");
        *self.1.lock().unwrap().entry(spec.path).or_default() += 1;
        self.0.call(request)
    }
}

#[tokio::test(start_paused = true)]
async fn tower_layer_counts_requests_by_the_endpoint_in_their_extensions() {
    let counts = Arc::new(Mutex::new(BTreeMap::new()));
    let of_layer = Arc::clone(&counts);
    let service = ServiceBuilder::new()
        .layer_fn(move |inner| Count(inner, Arc::clone(&of_layer)))
        .service(TransportService::new(Scripted::new([Step::status(503), json(200, r#""done""#)])));
    let client = callsheet::Client::builder("http://notes.example").transport(TowerTransport::new(service));
    let client = client.retry(RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO)).build().unwrap();
    put_note("a").send(&client).await.unwrap();
    put_note("b").send(&client).await.unwrap();
    ListNotes {}.send(&client).await.unwrap();
    assert_eq!(*counts.lock().unwrap(), BTreeMap::from([("/notes", 1), ("/notes/<note>", 3)]));
}
