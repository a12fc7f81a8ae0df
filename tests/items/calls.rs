//! Streams that work.

use std::time::Duration;

use callsheet::stream::Received;
use callsheet::{Client, Endpoint, Error, Event, Events, JsonLines, Text, blocking, endpoint};
use futures_util::{FutureExt as _, StreamExt as _};
use http::{Response, StatusCode};
use support::{RawServer, SHORT, Script, client_of};
use tokio::time::timeout;

use super::{Chat, ChatError, Chunk, END, ExportRows, Row, chat, head, piece};

fn events_of(body: &str) -> Response<bytes::Bytes> {
    Response::builder().header("content-type", "text/event-stream").body(body.to_owned().into()).unwrap()
}

/// All items of a response that was read without a client.
fn read<T, E: callsheet::error::ErrorSet>(mut next: impl AsyncFnMut() -> Result<Option<T>, Error<E>>) -> Vec<T> {
    let mut items = Vec::new();
    while let Some(item) = next().now_or_never().expect("the response is complete").unwrap() {
        items.push(item);
    }
    items
}

fn received(items: u64, bytes: u64) -> Received {
    let mut received = Received::default();
    (received.items, received.bytes) = (Some(items), bytes);
    received
}

#[tokio::test]
async fn events_are_returned_as_they_arrive() {
    let script = Script::receive()
        .write(head("text/event-stream; charset=utf-8"))
        .write(piece("data: {\"text\":\"a\"}\n\nda"))
        .await_requests(2)
        .write(piece("ta: {\"text\":"))
        .write(piece("\"b\"}\r\n\r\ndata: [DONE]\n\n"))
        .write(END);
    let server = RawServer::in_turn([script, Script::receive().write(support::json(404, "{}"))]).await;
    let client = client_of(&server);
    let mut answer: Events<Chunk, ChatError> = chat().send(&client).await.unwrap();
    assert_eq!((answer.reply().status(), answer.reply().request_id()), (StatusCode::OK, Some("req_7")));
    assert_eq!(answer.next().await.unwrap(), Some(Chunk { text: "a".to_owned() }));
    assert!(timeout(SHORT, answer.next()).await.is_err(), "the second event is incomplete");
    chat().send(&client).await.unwrap_err();
    // The dropped call of `next` lost no data.
    assert_eq!(answer.next().await.unwrap(), Some(Chunk { text: "b".to_owned() }));
    assert_eq!(answer.received(), received(2, 56));
    for _ in 0..2 {
        assert_eq!(answer.next().await.unwrap(), None);
    }
    let request = &server.requests()[0];
    assert_eq!(request.header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn lines_are_returned_as_they_arrive() {
    let script = Script::receive()
        .write(head("application/x-ndjson"))
        .write(piece("{\"id\":1}\n\n{\"id\":"))
        .await_requests(2)
        .write(piece("2}\r\n{\"id\":3}"))
        .write(END);
    let server = RawServer::in_turn([script, Script::receive().write(support::json(404, "{}"))]).await;
    let client = client_of(&server);
    let mut rows = ExportRows.send(&client).await.unwrap();
    assert_eq!(rows.next().await.unwrap(), Some(Row { id: 1 }));
    assert!(timeout(SHORT, rows.next()).await.is_err());
    ExportRows.send(&client).await.unwrap_err();
    assert_eq!(rows.next().await.unwrap(), Some(Row { id: 2 }));
    assert_eq!(rows.next().await.unwrap(), Some(Row { id: 3 }));
    assert_eq!(rows.next().await.unwrap(), None);
    assert_eq!(rows.received(), received(3, 28));
    let accept = server.requests()[0].header("accept").unwrap().to_owned();
    assert!(accept.starts_with("application/x-ndjson"), "{accept}");
}

#[tokio::test]
async fn streams_end_after_an_error_that_ends_them() {
    let script =
        Script::receive().write(head("application/json")).write(piece("{\"id\":1}\n{\"id\":\"x\"}\n{\"id\":3}\n"));
    let server = RawServer::each(script).await;
    let rows = ExportRows.send(&client_of(&server)).await.unwrap();
    let items: Vec<Result<u32, String>> =
        rows.map(|row| row.map(|row| row.id).map_err(|error| error.to_string())).take(9).collect().await;
    assert_eq!((&items[0], &items[2], items.len()), (&Ok(1), &Ok(3), 4));
    let origin = server.origin();
    let second = format!("GET {origin}/rows: item 2 does not decode at `id`: 200 OK (request id req_7)");
    assert_eq!(items[1], Err(second));
    let last = format!("GET {origin}/rows: the reply was cut off after 3 items: 200 OK (request id req_7)");
    assert_eq!(items[3], Err(last));
}

#[test]
fn blocking_client_iterates_over_items() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let script = Script::receive().write(head("")).write(piece("{\"id\":1}\n")).pause(20).write(piece("{\"id\":2}\n"));
    let server = runtime.block_on(RawServer::each(script.write(END)));
    let client = blocking::Client::new(Client::builder(server.origin()).build().unwrap()).unwrap();
    let mut rows = client.items(client.send(&ExportRows).unwrap());
    assert_eq!(rows.next().unwrap().unwrap(), Row { id: 1 });
    assert_eq!(rows.get_ref().received().items, Some(1));
    let rest: Result<Vec<Row>, _> = rows.collect();
    assert_eq!(rest.unwrap(), [Row { id: 2 }]);
}

#[test]
fn event_has_name_and_id() {
    #[endpoint(method = "GET", path = "/prices", response = Events<Event<u32>>)]
    struct Prices;
    let mut prices =
        Prices::read_response(events_of("id: 7\nevent: bid\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\n")).unwrap();
    let found = read(async || prices.next().await);
    let found: Vec<_> = found.iter().map(|event| (&*event.name, &*event.id, event.data)).collect();
    assert_eq!(found, [("bid", "7", 1), ("message", "7", 2), ("message", "", 3)]);
    assert_eq!(prices.last_event_id(), "");
}

#[test]
fn stream_that_continues_another_one_keeps_its_id_until_it_sets_one() {
    #[endpoint(method = "GET", path = "/log", response = Events<u8>)]
    struct Log;
    let log = |body| Log::read_response(events_of(body)).unwrap().after("7");
    let mut continued = log("retry: 1500\n\ndata: 1\n\nid: 9\ndata: 2\n");
    assert_eq!((continued.last_event_id(), continued.reconnection_time()), ("7", None));
    assert_eq!(read(async || continued.next().await), [1]);
    // The second event is incomplete.
    assert_eq!((continued.last_event_id(), continued.reconnection_time()), ("7", Some(Duration::from_millis(1500))));
    let mut complete = log("id: 9\ndata: 2\n\n");
    assert_eq!(read(async || complete.next().await), [2]);
    assert_eq!(complete.last_event_id(), "9");
}

#[test]
fn text_is_the_data_as_it_is() {
    #[endpoint(method = "GET", path = "/log", response = Events<Text>)]
    struct Log;
    let body = "data: {not json\ndata\n\ndata: \u{20ac}\n\nretry: 5\n\n: comment\n\ndata: incomplete\n";
    let mut log = Log::read_response(events_of(body)).unwrap();
    let lines = read(async || log.next().await);
    assert_eq!(lines, [Text("{not json\n".to_owned()), Text("\u{20ac}".to_owned())]);
}

#[test]
fn lines_of_text_are_read_as_text() {
    #[endpoint(method = "GET", path = "/log", response = JsonLines<Text>)]
    struct Log;
    let response = Response::builder().header("content-type", "text/plain").body("a\n\n b\n".into()).unwrap();
    let mut log = Log::read_response(response).unwrap();
    assert_eq!(read(async || log.next().await), [Text("a".to_owned()), Text(" b".to_owned())]);
}

#[test]
fn event_with_the_name_of_the_end_ends_the_stream() {
    #[endpoint(method = "GET", path = "/log", response = Events<u8>, events(end_event = "done"))]
    struct Log;
    let mut log = Log::read_response(events_of("data: 1\n\nevent: done\ndata: 2\n\ndata: 3\n\n")).unwrap();
    assert_eq!(read(async || log.next().await), [1]);
}

#[test]
fn response_without_content_is_a_stream_without_items() {
    let response = || Response::builder().status(204).body(bytes::Bytes::new()).unwrap();
    // An event stream that has an end marker does not need it either.
    let mut answer = Chat::read_response(response()).unwrap();
    assert_eq!(read(async || answer.next().await), []);
    let mut rows = ExportRows::read_response(response()).unwrap();
    assert_eq!(read(async || rows.next().await), []);
}

#[test]
fn type_with_the_same_name_and_another_meaning_is_read_as_json() {
    mod other {
        #[derive(Debug, serde::Deserialize, PartialEq)]
        pub(super) struct Events<T> {
            pub(super) all: Vec<T>,
        }
    }
    #[endpoint(method = "GET", path = "/events", response = other::Events<u8>)]
    struct List;
    let events = List::read_response(Response::new("{\"all\":[1,2]}".into())).unwrap();
    assert_eq!(events, other::Events { all: vec![1, 2] });
}

#[test]
fn stream_with_errors_of_another_endpoint_is_a_response() {
    #[endpoint(method = "POST", path = "/again", response = Events<Chunk, ChatError>)]
    struct Again;
    let mut again = Again::read_response(events_of("data: {\"text\":\"a\"}\n\n")).unwrap();
    assert_eq!(read(async || again.next().await).len(), 1);
}

#[tokio::test]
async fn stream_that_has_ended_leaves_its_connection_for_other_calls() {
    let response = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let events = [response.as_bytes(), &piece("data: {\"text\":\"a\"}\n\ndata: [DONE]\n\n"), END.as_bytes()].concat();
    let script = Script::receive().write(&events).then_receive().write(&events);
    let server = RawServer::each(script).await;
    let client = client_of(&server);
    for _ in 0..2 {
        let mut answer = chat().send(&client).await.unwrap();
        assert!(answer.next().await.unwrap().is_some());
        assert!(answer.next().await.unwrap().is_none());
        drop(answer);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(server.log().connections, 1);
}

#[tokio::test]
async fn stream_that_is_dropped_closes_its_connection() {
    const AT_MOST: usize = 64 << 20;
    let piece = piece("data: {\"text\":\"a\"}\n\n".repeat(500));
    let server = RawServer::each(Script::receive().write(head("text/event-stream")).flood(piece, AT_MOST)).await;
    let mut answer = chat().send(&client_of(&server)).await.unwrap();
    for _ in 0..3 {
        assert!(answer.next().await.unwrap().is_some());
    }
    // Nobody reads, so the server cannot continue to write.
    tokio::time::sleep(SHORT).await;
    let flooded = server.log().flooded;
    tokio::time::sleep(SHORT).await;
    assert_eq!(server.log().flooded, flooded);
    drop(answer);
    server.has_seen(|log| log.hang_ups == 1).await;
}
