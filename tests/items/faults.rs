//! Streams that a server breaks: every row of `faults.tsv` ends in its own error, with everything that arrived.

use std::time::Duration;

use callsheet::error::ErrorSet;
use callsheet::{AnyError, Error, Events, JsonLines, endpoint};
use support::{RawServer, Script, client_of, outcome};

use super::{Chunk, END, ExportRows, chat, head, piece};

/// Watch chunks that have no end marker.
#[endpoint(method = "GET", path = "/watch", response = Events<Chunk>)]
struct Watch;

#[endpoint(method = "GET", path = "/log", response = JsonLines<String>)]
struct ExportTexts;

struct Row<'a> {
    stream: &'a str,
    content_type: &'a str,
    pieces: Vec<Vec<u8>>,
    then: &'a str,
    items: usize,
    outcome: &'a str,
    received: Option<u64>,
    body: Vec<u8>,
    line: &'a str,
}

/// The bytes of a text with `\n`, `\r` and `\xFF`.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let byte;
        (byte, rest) = match (first, after) {
            (b'\\', [b'n', rest @ ..]) => (b'\n', rest),
            (b'\\', [b'r', rest @ ..]) => (b'\r', rest),
            (b'\\', [b'x', high, low, rest @ ..]) => {
                let digits = [*high, *low];
                (u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap(), rest)
            }
            _ => (first, after),
        };
        bytes.push(byte);
    }
    bytes
}

fn row(line: &str) -> Row<'_> {
    let mut cells = line.split('\t').map(|cell| if cell == "-" { "" } else { cell });
    let mut cell = || cells.next().unwrap_or_default();
    Row {
        stream: cell(),
        content_type: cell(),
        pieces: cell().split('|').map(unescaped).collect(),
        then: cell(),
        items: cell().parse().unwrap_or_else(|_| panic!("no number of items: {line}")),
        outcome: cell(),
        received: cell().parse().ok(),
        body: unescaped(cell()),
        line: cell(),
    }
}

fn script(row: &Row<'_>) -> Script {
    let mut script = Script::receive().write(head(row.content_type));
    for bytes in &row.pieces {
        script = script.write(piece(bytes)).pause(5);
    }
    match row.then {
        "end" => script.write(END),
        "cut" => script,
        "reset" => script.reset(),
        "stall" => script.stall(),
        "trickle" => (0..40).fold(script, |script, _| script.pause(60).write(piece("x"))).stall(),
        other => panic!("{other}"),
    }
}

/// Reads a stream to its end or to an error that ends it. Returns the number of items that decoded, and the first error.
async fn drain<T, E: ErrorSet>(
    mut next: impl AsyncFnMut() -> Result<Option<T>, Error<E>>,
) -> (usize, Option<AnyError>) {
    let (mut items, mut first) = (0, None);
    loop {
        match next().await {
            Ok(Some(_)) => items += 1,
            Ok(None) => return (items, first),
            Err(error) => {
                let is_over = !matches!(error, Error::Decode { .. });
                let is_sent = matches!(
                    error,
                    Error::Documented { .. } | Error::Undocumented { .. } | Error::UnexpectedBody { .. }
                );
                first = first.or(Some(error.into_any()));
                if is_over {
                    for _ in 0..2 {
                        // An error of the server is the end. An incomplete stream never looks like one that has ended.
                        assert_eq!(next().await.is_ok_and(|item| item.is_none()), is_sent);
                    }
                    return (items, first);
                }
            }
        }
    }
}

macro_rules! drained {
    ($endpoint:expr, $client:expr, $total:expr) => {
        match $endpoint.send($client).await {
            Err(error) => (0, Some(error.into_any())),
            Ok(stream) => {
                let mut stream = stream.item_limit(100).idle_timeout(Duration::from_millis(200));
                if let Some(total) = $total {
                    stream = stream.total_timeout(total);
                }
                drain(async || stream.next().await).await
            }
        }
    };
}

async fn check(line: &str) {
    let row = row(line);
    let server = RawServer::each(script(&row)).await;
    let client = client_of(&server);
    let total = (row.outcome == "total").then_some(Duration::from_millis(500));
    let (items, error) = match row.stream {
        "events" => drained!(chat(), &client, total),
        "plain" => drained!(Watch, &client, total),
        "lines" => drained!(ExportRows, &client, total),
        "text-lines" => drained!(ExportTexts, &client, total),
        other => panic!("{other}"),
    };
    assert_eq!(items, row.items, "{line}\n{error:?}");
    let Some(error) = error else {
        assert_eq!(row.outcome, "end", "{line}");
        return;
    };
    assert_eq!(outcome(&error), row.outcome, "{line}\n{error}");
    assert_eq!(error.received().and_then(|received| received.items), row.received, "{line}");
    assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (200, Some("req_7")), "{line}");
    assert!(error.to_string().contains(row.line), "{line}\n{error}");
    let body = error.body().unwrap();
    match row.outcome {
        // Only the start of such an item arrived, or only a part that depends on the time.
        "too_large" | "total" => assert!(row.body.is_empty()),
        _ => assert_eq!(body.escape_ascii().to_string(), row.body.escape_ascii().to_string(), "{line}"),
    }
}

#[tokio::test]
async fn every_way_to_break_a_stream_has_its_own_error() {
    let rows: Vec<&str> =
        include_str!("faults.tsv").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(rows.len() > 45);
    futures_util::future::join_all(rows.into_iter().map(check)).await;
}
