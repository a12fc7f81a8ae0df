//! Many concurrent calls to a server that fails a tenth of them.
//!
//! This is a separate test program, so that other tests do not affect its timing. `CALLSHEET_LOAD=50000 cargo test
//! --release -p callsheet-tests --test load -- --nocapture` sets the number of calls and prints figures.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use callsheet::{
    Client, Error, RetryPolicy,
    error::{DocumentedError, Sent},
};
use support::orders::{GetOrder, KeyedOrder, PatchOrder};
use support::{FaultServer, Reaction, Refusing, Then, Turn};
use tokio::task::JoinSet;

/// The default number of calls per round.
const CALLS: usize = 10_000;
const IN_FLIGHT: usize = 256;
/// The timeout of a call. A call that takes much longer is late.
const TOTAL: Duration = Duration::from_secs(10);

/// How the client saw the end of one call.
struct Told {
    target: String,
    may_repeat: bool,
    is_ok: bool,
    sent: Sent,
    attempts: u32,
    took: Duration,
}

/// Hashes a number.
fn scattered(number: u32) -> u32 {
    number.wrapping_mul(0x9e37_79b1).rotate_left(13).wrapping_mul(0x85eb_ca6b) >> 8
}

/// One of ten requests fails, in each way in turn.
fn planned(turn: &Turn) -> Reaction {
    let done = || Reaction::done(200, "done");
    if !scattered(turn.number).is_multiple_of(10) {
        return done();
    }
    let body = done().head() + 2;
    match scattered(turn.number) / 10 % 12 {
        0 => Reaction::refused(429, &[("retry-after-ms", "2")]),
        1 => Reaction::refused(503, &[("retry-after", "0.002")]),
        2 => Reaction::refused(503, &[]),
        3 => Reaction::done(500, "broken behind the effect"),
        4 => done().cut(0, Then::Close),
        5 => done().cut(0, Then::Reset),
        6 => done().cut(25, Then::Reset),
        7 => done().cut(25, Then::Close),
        8 => done().cut(body, Then::Close),
        9 => done().cut(body, Then::Reset),
        10 => done().cut(25, Then::Stall),
        _ => done().cut(0, Then::Stall),
    }
}

/// Some connections are closed before anything is read from them.
fn accepted(number: usize) -> Then {
    match number % 29 {
        3 => Then::Close,
        17 => Then::Reset,
        _ => Then::KeepOpen,
    }
}

fn told<E: DocumentedError>(target: String, may_repeat: bool, result: &Result<(), Error<E>>, took: Duration) -> Told {
    let (is_ok, sent, attempts) = match result {
        Ok(()) => (true, Sent::Yes, 0),
        Err(error) => (false, error.sent(), error.attempts()),
    };
    Told { target, may_repeat, is_ok, sent, attempts, took }
}

/// Makes one call for a separate order. One of fifty calls goes to a port that refuses connections.
async fn call(clients: &Clients, round: usize, number: usize) -> Told {
    let client = if number.is_multiple_of(50) { &clients.refused } else { &clients.served };
    let order = format!("{round}-{number}");
    let target = format!("/orders/{order}");
    let start = Instant::now();
    match number % 3 {
        0 => {
            let result = GetOrder { order }.send(client).await;
            told(target, true, &result, start.elapsed())
        }
        1 => {
            let result = KeyedOrder { order }.send(client).await;
            told(target, true, &result, start.elapsed())
        }
        _ => {
            let result = PatchOrder { order }.send(client).await;
            told(target, false, &result, start.elapsed())
        }
    }
}

#[derive(Clone)]
struct Clients {
    served: Client,
    refused: Client,
}

impl Clients {
    fn new(server: &FaultServer, refusing: &Refusing) -> Self {
        let policy = RetryPolicy::new().backoff(Duration::from_millis(1), Duration::from_millis(10));
        let client = |origin: &str| {
            let builder = Client::builder(origin).retry(policy.clone()).timeout(TOTAL);
            builder.attempt_timeout(Duration::from_secs(1)).build().unwrap()
        };
        Self { served: client(server.origin()), refused: client(&refusing.origin()) }
    }
}

/// Makes this many calls by concurrent tasks. Each task makes one call after the other.
async fn round(clients: &Clients, round: usize, calls: usize) -> Vec<Told> {
    let (next, mut set) = (Arc::new(AtomicUsize::new(0)), JoinSet::new());
    for _ in 0..IN_FLIGHT {
        let (clients, next) = (clients.clone(), Arc::clone(&next));
        set.spawn(async move {
            let mut told = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= calls {
                    return told;
                }
                told.push(call(&clients, round, number).await);
            }
        });
    }
    set.join_all().await.into_iter().flatten().collect()
}

/// Returns the memory in use, in MiB; `None` if the system does not report it in `/proc`.
fn memory() -> Option<f64> {
    let pages: f64 = std::fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096.0 / 1_048_576.0)
}

/// Compares the client's results with the server's log.
fn check(told: &[Told], server: &FaultServer) -> (usize, Duration) {
    let log = server.log();
    let (mut failed, mut longest) = (0, Duration::ZERO);
    for one in told {
        let effects = log.processed.get(&one.target).copied().unwrap_or_default();
        let received = log.received.get(&one.target).copied().unwrap_or_default();
        let text = format!("{}: {effects} of {received}, {:?}, {} attempts", one.target, one.sent, one.attempts);
        assert!(one.took < TOTAL + Duration::from_secs(1), "late: {text} {:?}", one.took);
        assert!(!one.is_ok || effects > 0, "a success without an effect: {text}");
        assert!(received == 0 || one.sent != Sent::No, "the request arrived but is reported as not sent: {text}");
        assert!(one.may_repeat || effects <= 1, "a change had its effect twice: {text}");
        assert!(one.is_ok || received <= one.attempts, "more requests arrived than were sent: {text}");
        assert!(received <= 3, "more than three attempts: {text}");
        assert!(
            one.is_ok || received > 0 || one.sent != Sent::Yes,
            "it never came and is said to have been sent: {text}"
        );
        failed += usize::from(!one.is_ok);
        longest = longest.max(one.took);
    }
    (failed, longest)
}

#[test]
fn many_calls_at_once_end_in_time_with_correct_results() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let calls = std::env::var("CALLSHEET_LOAD").map_or(CALLS, |calls| calls.parse().unwrap());
        let server = FaultServer::start_with(accepted, planned).await;
        let before = tokio::runtime::Handle::current().metrics().num_alive_tasks();
        let refusing = FaultServer::refusing();
        let clients = Clients::new(&server, &refusing);
        let mut used = Vec::new();
        for number in 0..2 {
            let start = Instant::now();
            let told = round(&clients, number, calls).await;
            let (failed, longest) = check(&told, &server);
            assert_eq!(told.len(), calls);
            // Reserves the memory of this test in advance.
            server.forget_targets();
            drop(told);
            used.extend(memory());
            let connections = server.log().connections;
            println!(
                "{calls} calls in {:?}, {failed} failed, the longest took {longest:?}; {connections} connections, {used:?} MiB",
                start.elapsed()
            );
            assert!(failed > calls / 100 && failed < calls / 4, "{failed} of {calls} failed");
        }
        // After the first round, memory use must not grow any more.
        if let [first, second] = used[..] {
            assert!(second < first * 1.3 + 24.0, "{used:?} MiB");
        }
        drop(clients);
        server.has_seen(|log| log.open == 0).await;
        let start = Instant::now();
        while tokio::runtime::Handle::current().metrics().num_alive_tasks() > before {
            assert!(start.elapsed() < Duration::from_secs(5), "tasks are left");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}
