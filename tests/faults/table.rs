//! The tables beside this file, row by row: what is tried again, after what, and how it ends.

use std::time::Duration;

use callsheet::transport::TransportErrorKind;
use callsheet::{Client, RetryPolicy, Sent};
use support::orders::{FieldKeyedOrder, Orders};
use support::{Scripted, Step};

use crate::{AT_ONCE, Ended, SECOND, ended, order};

/// Attempts made, by what happens on each of them (rows) and endpoint (columns); three are allowed.
const MATRIX: &str = include_str!("matrix.tsv");
/// What happens attempt by attempt, and how the call ends.
const SEQUENCES: &str = include_str!("sequences.tsv");

/// Calls the endpoint of this name.
async fn call(endpoint: &str, transport: &Scripted, retry: RetryPolicy) -> Ended {
    let builder = Client::builder("http://orders.example").transport(transport.clone());
    let client =
        builder.retry(retry).timeout(60 * SECOND).attempt_timeout(10 * SECOND).reply_limit(99).build().unwrap();
    let of_api = Client::<Orders>::builder_of("http://orders.example").transport(transport.clone());
    let of_api = of_api.retry(retry).timeout(60 * SECOND).attempt_timeout(10 * SECOND).reply_limit(99).build().unwrap();
    macro_rules! named {
        ($($name:literal => $ty:ident by $client:ident),* $(,)?) => {
            match endpoint {
                $($name => ended(order!($ty).send(&$client).full().await),)*
                "POST, key field" => {
                    ended(FieldKeyedOrder { order: "1".to_owned(), key: None }.send(&client).full().await)
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

/// A step as the tables write it; `redirected` and `marked` say that a redirect was followed before it.
fn step(text: &str) -> Step {
    match text.trim().split_once(' ') {
        Some(("redirected", then)) => Step::Redirected(Box::new(step(then))),
        Some(("marked", then)) => Step::MarkedRedirect(Box::new(step(then))),
        _ => plain_step(text),
    }
}

/// A step as the tables write it: a word, or a status with headers (`name=value`, `_` for a space) and a code.
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

/// The cells of each row, without comments.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split('\t').map(str::trim).collect())
}

#[tokio::test(start_paused = true)]
async fn what_is_tried_again_depends_on_what_happened_and_on_the_endpoint() {
    let mut rows = rows(MATRIX);
    let endpoints: Vec<&str> = rows.next().expect("a row of endpoints").split_off(1);
    let (mut cases, mut wrong) = (0, Vec::new());
    for row in rows {
        assert_eq!(row.len(), endpoints.len() + 1, "{row:?}");
        for (endpoint, expected) in endpoints.iter().zip(&row[1..]) {
            let transport = Scripted::new([step(row[0])]);
            let ended = call(endpoint, &transport, AT_ONCE).await;
            let made = transport.attempts().len();
            cases += 1;
            if made.to_string() != *expected || usize::try_from(ended.attempts) != Ok(made) {
                wrong.push(format!("{} at {endpoint}: {expected} attempts were due: {made}, {ended:?}", row[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cases}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases > 300, "{cases}");
}

#[tokio::test(start_paused = true)]
async fn calls_end_as_the_table_says() {
    let mut wrong = Vec::new();
    for row in rows(SEQUENCES) {
        let [endpoint, allowed, steps, attempts, waits, how, sent] = row[..] else { panic!("{row:?}") };
        let transport = Scripted::new(steps.split(';').map(step));
        let retry = AT_ONCE.attempts(allowed.parse().expect("a number of attempts"));
        let ended = call(endpoint, &transport, retry).await;
        let waited: Vec<String> = transport.gaps().iter().map(|gap| rounded(*gap)).collect();
        let found = [
            ended.attempts.to_string(),
            if waited.is_empty() { "-".to_owned() } else { waited.join(" ") },
            ended.how,
            format!("{:?}", ended.sent),
        ];
        if found != [attempts, waits, how, sent] || transport.attempts().len().to_string() != attempts {
            wrong.push(format!("{row:?}\n  ended as {found:?}, {} sent", transport.attempts().len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Milliseconds; tokio's clock rounds up to the next.
fn rounded(gap: Duration) -> String {
    let milliseconds = gap.as_millis();
    if milliseconds <= 1 { "0".to_owned() } else { (milliseconds - milliseconds % 10).to_string() }
}
