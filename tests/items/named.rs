//! `#[derive(Event)]`: an enum of named events.

use std::error::Error as _;
use std::sync::{Arc, Mutex};

use callsheet::error::DecodeError;
use callsheet::{Client, Error, Event, Events, Text, blocking, endpoint};
use support::{RawServer, Script, builder_of, client_of};

use super::{END, Row, head, piece};

#[derive(Debug, PartialEq, Event)]
enum Change {
    Added(Row),
    #[event(name = ["removed", "row.deleted"])]
    Removed(Event<u32>),
    NewTitle(Text),
    Message(Option<String>),
    #[event(name = "ping")]
    Alive,
    r#Type(u8),
}

/// Watch rows.
#[endpoint(
    method = "GET",
    path = "/changes",
    response = Events<Change>,
    errors(expired = 410),
    events(end_event = "bye", error_event = "error"),
)]
struct Watch;

#[derive(Debug, PartialEq, Event)]
#[event(rename_all = "kebab-case")]
enum Kept {
    FirstRow(u8),
    #[event(name = "Second")]
    SecondRow(u8),
    #[event(other)]
    Other(Event<Text>),
}

#[endpoint(method = "GET", path = "/kept", response = Events<Kept>)]
struct WatchKept;

const BODY: &str = "\
event: added\ndata: {\"id\": 1}\n\n\
id: 7\nevent: row.deleted\ndata: 5\n\n\
event: new_title\ndata: not JSON\n\n\
event: unknown\ndata: not JSON\n\n\
data: \"hello\"\n\n\
event: ping\ndata: not JSON\n\n\
event: type\ndata: 3\n\n\
event: removed\ndata: 6\n\n";

async fn rest<E: callsheet::error::ErrorSet>(changes: &mut Events<Change, E>) -> Vec<Change> {
    let mut found = Vec::new();
    while let Some(change) = changes.next().await.unwrap() {
        found.push(change);
    }
    found
}

#[tokio::test]
async fn each_event_is_the_variant_with_its_name_and_others_are_skipped() {
    let script = Script::receive().write(head("text/event-stream")).write(piece(BODY));
    let script = script.write(piece("event: bye\ndata: 1\n\nevent: ping\ndata:\n\n")).write(END);
    let server = RawServer::each(script).await;
    let mut changes = Watch.send(&client_of(&server)).await.unwrap();
    let found = rest(&mut changes).await;
    assert_eq!(found.len(), 7, "{found:?}");
    assert_eq!(found[0], Change::Added(Row { id: 1 }));
    let Change::Removed(removed) = &found[1] else { panic!("{found:?}") };
    assert_eq!((&*removed.name, &*removed.id, removed.data), ("row.deleted", "7", 5));
    assert_eq!(found[2], Change::NewTitle(Text("not JSON".to_owned())));
    assert_eq!(found[3], Change::Message(Some("hello".to_owned())));
    assert_eq!((&found[4], &found[5]), (&Change::Alive, &Change::r#Type(3)));
    assert!(matches!(&found[6], Change::Removed(event) if event.name == "removed" && event.data == 6));
    // Events that were skipped do not count.
    assert_eq!(changes.received().items, Some(7));
}

#[tokio::test]
async fn error_event_that_no_variant_names_is_an_error_and_not_skipped() {
    #[endpoint(method = "GET", path = "/changes", response = Events<Change>, errors(expired = 410))]
    struct WatchPlain;

    for (data, expected) in [
        ("{\"code\":\"expired\"}", "documented:expired"),
        ("{\"code\":\"other\"}", "undocumented:other"),
        ("not JSON", "undocumented:"),
    ] {
        let body = format!("event: ping\ndata:\n\nevent: error\ndata: {data}\n\nevent: ping\ndata:\n\n");
        let script = Script::receive().write(head("text/event-stream")).write(piece(body)).write(END);
        let server = RawServer::each(script).await;
        let mut changes = WatchPlain.send(&client_of(&server)).await.unwrap();
        assert_eq!(changes.next().await.unwrap(), Some(Change::Alive));
        let error = changes.next().await.unwrap_err();
        assert_eq!(error.body().unwrap(), data.as_bytes());
        assert_eq!(changes.next().await.unwrap(), None);
        assert_eq!(support::outcome(&error.into_any()), expected);
    }
}

#[tokio::test]
async fn other_events_are_kept_by_the_variant_for_them() {
    let body = "event: first-row\ndata: 1\n\nevent: first_row\ndata: not JSON\ndata: 2\n\nevent: Second\ndata: 3\n\n";
    let script = Script::receive().write(head("text/event-stream")).write(piece(body)).write(END);
    let server = RawServer::each(script).await;
    let mut events = WatchKept.send(&client_of(&server)).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(Kept::FirstRow(1)));
    let Some(Kept::Other(other)) = events.next().await.unwrap() else { panic!("another variant") };
    assert_eq!((&*other.name, &*other.id, other.data.0.as_str()), ("first_row", "", "not JSON\n2"));
    assert_eq!(events.next().await.unwrap(), Some(Kept::SecondRow(3)));
    assert_eq!(events.next().await.unwrap(), None);
}

#[tokio::test]
async fn names_that_no_variant_has_are_reported_as_drift() {
    let log = Arc::new(Mutex::new(Vec::new()));
    for (path, body) in [("changes", "event: ping\ndata:\n\nevent: new\ndata:\n\n"), ("kept", "event: new\ndata:\n\n")]
    {
        let script = Script::receive().write(head("text/event-stream")).write(piece(body)).write(END);
        let server = RawServer::each(script).await;
        let seen = Arc::clone(&log);
        let client = builder_of(&server).on_drift(move |drift| seen.lock().unwrap().push(drift.to_string()));
        let client = client.build().unwrap();
        if path == "kept" {
            WatchKept.send(&client).await.unwrap().next().await.unwrap().unwrap();
        } else {
            let mut changes = Watch.send(&client).await.unwrap();
            assert_eq!(changes.next().await.unwrap(), Some(Change::Alive));
            // The end marker is missing.
            changes.next().await.unwrap_err();
        }
    }
    let expected = ["GET /changes: unknown value \"new\" of Change", "GET /kept: unknown value \"new\" of Kept"];
    assert_eq!(*log.lock().unwrap(), expected);
}

#[tokio::test]
async fn error_of_the_data_names_the_event_and_the_path() {
    let body =
        "event: added\ndata: {\"id\": \"s3cret\"}\n\nevent: removed\ndata:\n\nevent: added\ndata: {\"id\": 2}\n\n";
    let script = Script::receive().write(head("text/event-stream")).write(piece(body));
    let script = script.write(piece("event: error\ndata: {\"code\": \"expired\"}\n\n")).write(END);
    let server = RawServer::each(script).await;
    let mut changes = Watch.send(&client_of(&server)).await.unwrap();
    let url = format!("GET {}/changes", server.origin());
    for (expected, reason, path) in [
        ("item 1 (event `added`) does not decode at `id`", "event `added`: `id`: found string, expected u32", "id"),
        ("item 2 (event `removed`) does not decode", "event `removed`: the data is empty, expected a value", ""),
    ] {
        let error = changes.next().await.unwrap_err();
        assert_eq!(error.to_string(), format!("{url}: {expected}: 200 OK (request id req_7)"));
        let source = error.source().and_then(|source| source.downcast_ref::<DecodeError>()).unwrap();
        assert_eq!((source.to_string().as_str(), source.path()), (reason, path));
    }
    assert_eq!(changes.next().await.unwrap(), Some(Change::Added(Row { id: 2 })));
    // The definition's own rules come first.
    let error = changes.next().await.unwrap_err();
    assert!(matches!(error, Error::Documented { error: WatchError::Expired { .. }, .. }), "{error:?}");
}

#[tokio::test]
async fn long_name_of_an_event_is_cut_in_the_error() {
    let body = format!("event: {}\u{1b}\ndata: x\n\n", "n".repeat(500));
    #[endpoint(method = "GET", path = "/a", response = Events<u8>)]
    struct Numbers;
    let script = Script::receive().write(head("text/event-stream")).write(piece(body)).write(END);
    let server = RawServer::each(script).await;
    let error = Numbers.send(&client_of(&server)).await.unwrap().next().await.unwrap_err();
    let line = error.to_string();
    assert!(line.contains(&format!("(event `{}…`)", "n".repeat(100))) && !line.contains('\u{1b}'), "{line}");
}

#[test]
fn blocking_client_returns_named_events() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let script = Script::receive().write(head("text/event-stream")).write(piece("event: ping\ndata:\n\n")).write(END);
    let server = runtime.block_on(RawServer::each(script));
    let client = blocking::Client::new(Client::builder(server.origin()).build().unwrap()).unwrap();
    let error = client.items(client.send(&Watch).unwrap()).nth(1).unwrap().unwrap_err();
    // The stream has an end marker.
    assert!(error.to_string().contains("the reply was cut off after 1 item"), "{error}");
}
