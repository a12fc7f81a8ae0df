//! Runs the tables in this folder, row by row: which attempts are retried, and how each call ends.

use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use callsheet::clock::{Clock, TokioClock};
use callsheet::transport::tower::{TowerTransport, TransportService};
use callsheet::transport::{Transport, TransportErrorKind};
use callsheet::{Client, RetryPolicy, error::Sent};
use support::orders::{FieldKeyedOrder, Orders};
use support::{Scripted, Simulated, Step};

use crate::events::{self, Recorded};
use crate::gate::Gate;
use crate::{AT_ONCE, Ended, SECOND, ended, order};

/// The number of attempts by the result of each attempt (rows) and endpoint (columns). Three are allowed.
const MATRIX: &str = include_str!("matrix.tsv");
/// The results of the attempts, and the result of the call.
const SEQUENCES: &str = include_str!("sequences.tsv");

/// Where a row runs. The result is the same in all of these environments.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// In a tokio runtime.
    Tokio,
    /// In the same task as a call that is polled once and then kept, through the same client and a `tower` service.
    BesideAKeptCall,
    /// In a program without a runtime in which another crate has enabled tokio's features.
    WithoutRuntime,
}

const PLACES: [Place; 3] = [Place::Tokio, Place::BesideAKeptCall, Place::WithoutRuntime];

/// Calls the endpoint of this name there. Returns the result and what the transport received.
fn call_at(
    place: Place,
    endpoint: &str,
    steps: impl IntoIterator<Item = Step>,
    retry: &RetryPolicy,
) -> (Ended, Scripted) {
    if let Place::WithoutRuntime = place {
        let simulated = Simulated::default();
        let clock: Arc<dyn Clock> = Arc::new(simulated.clone());
        let transport = Scripted::with_clock(steps, Arc::clone(&clock));
        let clients = Clients::over(|| transport.clone(), &clock, retry);
        return (simulated.run(call(endpoint, &clients)), transport);
    }
    let clock: Arc<dyn Clock> = Arc::new(TokioClock::new());
    let transport = Scripted::with_clock(steps, Arc::clone(&clock));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let ended = runtime.block_on(async {
        if let Place::Tokio = place {
            return call(endpoint, &Clients::over(|| transport.clone(), &clock, retry)).await;
        }
        let gate = Gate::default();
        let shared = || TowerTransport::new(gate.before(TransportService::new(transport.clone())));
        let clients = Clients::over(shared, &clock, retry);
        let mut kept = Box::pin(order!(GetOrder).send(&clients.client));
        let mut kept_of_api = Box::pin(order!(GetOfApi).send(&clients.of_api));
        let mut context = Context::from_waker(Waker::noop());
        assert!(kept.as_mut().poll(&mut context).is_pending() && kept_of_api.as_mut().poll(&mut context).is_pending());
        tokio::join!(call(endpoint, &clients), async { gate.open() }).0
    });
    (ended, transport)
}

/// A client of endpoints without an API, and one of an API.
struct Clients {
    client: Client,
    of_api: Client<Orders>,
    /// The events of both.
    events: Recorded,
}

impl Clients {
    fn over<T: Transport>(transport: impl Fn() -> T, clock: &Arc<dyn Clock>, retry: &RetryPolicy) -> Self {
        let client = Client::builder("http://orders.example");
        let of_api = Client::for_api::<Orders>().base_url("http://orders.example");
        let events = Recorded::default();
        macro_rules! built {
            ($builder:ident) => {{
                let builder =
                    $builder.transport(transport()).clock(Arc::clone(clock)).retry(retry.clone()).reply_limit(99);
                let builder = builder.timeout(60 * SECOND).attempt_timeout(10 * SECOND);
                builder.on_event(events.hook()).build().unwrap()
            }};
        }
        Self { client: built!(client), of_api: built!(of_api), events }
    }
}

/// Calls the endpoint of this name. Its events must be complete.
async fn call(endpoint: &str, clients: &Clients) -> Ended {
    // The events of kept calls.
    clients.events.take();
    let ended = call_by_name(endpoint, clients).await;
    events::assert_complete(&clients.events.take(), &ended);
    ended
}

async fn call_by_name(endpoint: &str, clients: &Clients) -> Ended {
    let Clients { client, of_api, .. } = clients;
    macro_rules! named {
        ($($name:literal => $ty:ident by $client:ident),* $(,)?) => {
            match endpoint {
                $($name => ended(order!($ty).send($client).with_reply().await),)*
                "POST, key field" => {
                    ended(FieldKeyedOrder { order: "1".to_owned(), key: None }.send(client).with_reply().await)
                }
                other => panic!("no endpoint is called {other:?}"),
            }
        };
    }
    named! {
        "GET" => GetOrder by client,
        "HEAD" => HeadOrder by client,
        "OPTIONS" => OptionsOrder by client,
        "QUERY" => QueryOrder by client,
        "PUT" => PutOrder by client,
        "DELETE" => DeleteOrder by client,
        "POST" => PostOrder by client,
        "PATCH" => PatchOrder by client,
        "LOCK" => LockOrder by client,
        "GET, not idempotent" => TakeOrder by client,
        "PATCH, idempotent" => SettleOrder by client,
        "POST, key" => KeyedOrder by client,
        "GET, not idempotent, key" => KeyedTake by client,
        "POST, throttle" => ThrottledOrder by client,
        "GET, retry" => SyncedOrder by client,
        "GET, never" => QuotaOrder by client,
        "POST, renew" => RenewedOrder by client,
        "POST, shared set" => SharedPost by client,
        "GET, shared set" => SharedGet by client,
        "POST, API's set" => PostOfApi by of_api,
        "GET, API's set" => GetOfApi by of_api,
        "GET, JSON" => GetLines by client,
    }
}

/// Parses a step of the tables; `redirected` and `marked` mean that a redirect was followed before it.
fn step(text: &str) -> Step {
    match text.trim().split_once(' ') {
        Some(("redirected", then)) => Step::Redirected(Box::new(step(then))),
        Some(("marked", then)) => Step::MarkedRedirect(Box::new(step(then))),
        _ => plain_step(text),
    }
}

/// Parses a step of the tables: a word, or a status with headers (`name=value`, `_` for a space) and a code.
fn plain_step(text: &str) -> Step {
    let mut words = text.split_whitespace();
    let first = words.next().expect("a step is not empty");
    let headers = |words: std::str::SplitWhitespace<'_>| {
        let pairs = words.filter_map(|word| word.split_once('='));
        pairs.map(|(name, value)| (name.to_owned(), value.replace('_', " "))).collect::<Vec<_>>()
    };
    match first {
        "refused" => Step::Fails(TransportErrorKind::Connect, Sent::No),
        "connect-timeout" => Step::ConnectTimeout,
        "reset" => Step::Fails(TransportErrorKind::NoReply, Sent::Maybe),
        "not-sent" => Step::Fails(TransportErrorKind::Request, Sent::No),
        "layer" => Step::Fails(TransportErrorKind::Layer, Sent::Maybe),
        "stall" => Step::Stall,
        "redirect-nowhere" => Step::RedirectNowhere,
        "large" => Step::body(200, &"a".repeat(100)),
        status if status.starts_with("cut:") => Step::CutOff(status[4..].parse().expect("a status"), headers(words)),
        status if status.starts_with("stall:") => Step::StallInBody(status[6..].parse().expect("a status")),
        status => {
            let headers = headers(words.clone());
            let code = words.find(|word| !word.contains('='));
            let body = code.map_or(String::new(), |code| format!(r#"{{"code":"{code}"}}"#));
            Step::Reply(status.parse().expect("a status"), headers, body)
        }
    }
}

/// Returns the cells of each row, without comments.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split('\t').map(str::trim).collect())
}

#[test]
fn retries_match_the_table_of_attempts() {
    let mut rows = rows(MATRIX);
    let endpoints: Vec<&str> = rows.next().expect("a row of endpoints").split_off(1);
    let (mut cases, mut wrong) = (0, Vec::new());
    for row in rows {
        assert_eq!(row.len(), endpoints.len() + 1, "{row:?}");
        let cells = endpoints.iter().zip(&row[1..]).flat_map(|cell| PLACES.map(|place| (cell, place)));
        for ((endpoint, expected), place) in cells {
            let (ended, transport) = call_at(place, endpoint, [step(row[0])], &AT_ONCE);
            let made = transport.attempts().len();
            cases += 1;
            if made.to_string() != *expected || usize::try_from(ended.attempts) != Ok(made) {
                let case = format!("{} at {endpoint}, {place:?}", row[0]);
                wrong.push(format!("{case}: expected {expected} attempts: {made}, {ended:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cases}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases > 900, "{cases}");
}

#[test]
fn results_match_the_table_of_calls() {
    let mut wrong = Vec::new();
    for (row, place) in rows(SEQUENCES).flat_map(|row| PLACES.map(|place| (row.clone(), place))) {
        let [endpoint, allowed, steps, attempts, waits, how, sent] = row[..] else { panic!("{row:?}") };
        let retry = AT_ONCE.attempts(allowed.parse().expect("a number of attempts"));
        let (ended, transport) = call_at(place, endpoint, steps.split(';').map(step), &retry);
        let waited: Vec<String> = transport.gaps().iter().map(|gap| rounded(*gap)).collect();
        let found = [
            ended.attempts.to_string(),
            if waited.is_empty() { "-".to_owned() } else { waited.join(" ") },
            ended.how,
            format!("{:?}", ended.sent),
        ];
        if found != [attempts, waits, how, sent] || transport.attempts().len().to_string() != attempts {
            wrong.push(format!("{row:?}, {place:?}\n  ended as {found:?}, {} sent", transport.attempts().len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Milliseconds; tokio's clock rounds up.
fn rounded(gap: Duration) -> String {
    let milliseconds = gap.as_millis();
    if milliseconds <= 1 { "0".to_owned() } else { (milliseconds - milliseconds % 10).to_string() }
}
