//! Streams of events that connect again, over real connections.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use callsheet::auth::{Token, TokenSource};
use callsheet::client::{CallEventKind, CallOutcome};
use callsheet::error::BoxError;
use callsheet::spec::{Piece, Reference, Spec};
use callsheet::transport::{Body, BoxFuture, TimeLimit};
use callsheet::{__private, CallOptions, Client, Endpoint, Error, Event, Events, RetryPolicy, blocking, endpoint};
use futures_util::future::join_all;
use support::{RawServer, SHORT, Script, builder_of, client_of, json, reply};
use tokio::time::timeout;

use super::{END, head, piece};

/// Watch numbers.
#[endpoint(
    method = "GET",
    path = "/numbers",
    response = Events<u32>,
    success = 200,
    errors(
        /// The position is too old.
        expired = 410,
    ),
    events(reconnect, end_event = "bye", error_event = "error"),
)]
struct Watch;

/// Watch numbers, without an end marker.
#[endpoint(method = "GET", path = "/numbers", response = Events<Event<u32>>, events(reconnect))]
struct WatchAll {
    #[header(name = "Last-Event-ID")]
    after: Option<String>,
}

/// Ask the server to count.
#[endpoint(method = "POST", path = "/count", response = Events<u32>, idempotent, events(reconnect))]
struct Count {
    to: u32,
}

/// Count the bytes of a body.
#[endpoint(method = "POST", path = "/bytes", response = Events<u32>, idempotent, events(reconnect))]
struct Measure {
    #[payload]
    content: Body,
}

/// A wait that is short, for tests.
fn soon<T, E>(stream: Events<T, E>) -> Events<T, E> {
    stream.reconnect_backoff(Duration::from_millis(5), Duration::from_millis(20))
}

fn no_content() -> Script {
    Script::receive().write(reply(204, &[], ""))
}

fn events(body: &str) -> Script {
    Script::receive().write(head("text/event-stream")).write(piece(body))
}

async fn rest<E: callsheet::error::ErrorSet>(stream: &mut Events<u32, E>) -> Vec<u32> {
    let mut found = Vec::new();
    while let Some(number) = stream.next().await.unwrap() {
        found.push(number);
    }
    found
}

/// What the server sends for each id, and how it writes line ends.
const PARTS: [&str; 4] = [
    ": welcome\nid: a\ndata: 1\n\n",
    "data: 2\r\nid: \u{fc}\r\n\r\n",
    "retry: 0\nid\ndata:\nid: c\ndata: 3\n\n",
    "event: number\rid: d d\rdata: 4\r\r",
];
const IDS: [&str; 4] = ["a", "\u{fc}", "c", "d d"];

/// Everything after this id.
fn after(id: Option<&str>) -> String {
    let start = id.map_or(0, |id| IDS.iter().position(|known| *known == id).expect("an id of the server") + 1);
    ["\u{feff}", &PARTS[start..].concat()].concat()
}

#[tokio::test]
async fn stream_that_is_cut_at_any_byte_returns_each_event_once() {
    let whole = after(None).len();
    let check = async |at: usize, is_clean: bool| {
        let first = Script::receive().write(head("text/event-stream")).write(piece(&after(None).as_bytes()[..at]));
        let first = if is_clean { first.write(END) } else { first };
        let continued = Script::receive()
            .write(head("text/event-stream"))
            .answer(|request| [piece(after(request.header("last-event-id"))), END.into()].concat());
        let server = RawServer::in_turn([first, continued, no_content()]).await;
        let stream = WatchAll { after: None }.send(&client_of(&server)).await.unwrap();
        let mut stream = soon(stream);
        let mut found = Vec::new();
        while let Some(event) = stream.next().await.unwrap() {
            found.push((event.data, event.id));
        }
        let expected: Vec<(u32, String)> = (1..).zip(IDS.map(str::to_owned)).collect();
        assert_eq!(found, expected, "cut after {at} of {whole} bytes");
        assert_eq!((stream.reconnections(), stream.received().items), (2, Some(4)), "{at}");
        assert_eq!((server.requests().len(), stream.last_event_id()), (3, "d d"), "{at}");
    };
    for first in (0..=whole).step_by(16) {
        join_all((first..(first + 16).min(whole + 1)).flat_map(|at| [check(at, true), check(at, false)])).await;
    }
}

#[tokio::test]
async fn status_204_ends_the_stream_even_if_the_definition_does_not_list_it() {
    let server = RawServer::in_turn([events("id: 7\ndata: 1\n\n").write(END), no_content()]).await;
    let mut stream = soon(Watch.send(&client_of(&server)).await.unwrap());
    assert_eq!(stream.next().await.unwrap(), Some(1));
    // The body ended without the end marker, so it was cut off.
    for _ in 0..2 {
        assert_eq!(stream.next().await.unwrap(), None);
    }
    assert_eq!(server.requests()[1].header("last-event-id"), Some("7"));
    assert_eq!(server.requests()[0].header("last-event-id"), None);
}

#[tokio::test]
async fn end_marker_and_error_of_the_server_end_the_stream() {
    for last in ["event: bye\ndata:\n\n", "event: error\ndata: {\"code\":\"expired\"}\n\n"] {
        let server = RawServer::each(events("data: 1\n\n").write(piece(last)).write(END)).await;
        let mut stream = soon(Watch.send(&client_of(&server)).await.unwrap());
        assert_eq!(stream.next().await.unwrap(), Some(1));
        let result = stream.next().await;
        if last.contains("bye") {
            assert_eq!(result.unwrap(), None);
        } else {
            assert!(matches!(result, Err(Error::Documented { error: WatchError::Expired { .. }, .. })));
        }
        assert_eq!(stream.next().await.unwrap(), None);
        assert!(timeout(SHORT, server.has_seen(|log| log.requests.len() > 1)).await.is_err());
    }
}

#[tokio::test]
async fn event_that_does_not_decode_does_not_connect_again() {
    let server = RawServer::in_turn([events("data: x\n\n").write(piece("data: 2\n\nevent: bye\ndata:\n\n"))]).await;
    let mut stream = soon(Watch.send(&client_of(&server)).await.unwrap());
    assert!(matches!(stream.next().await, Err(Error::Decode { .. })));
    assert_eq!(rest(&mut stream).await, [2]);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn documented_error_of_the_next_request_is_the_variant_of_the_endpoint() {
    let refused = Script::receive().write(json(410, r#"{"code":"expired","message":"too old"}"#));
    let server = RawServer::in_turn([events("data: 1\n\n"), refused]).await;
    let mut stream = soon(Watch.send(&client_of(&server)).await.unwrap());
    assert_eq!(stream.next().await.unwrap(), Some(1));
    let error = stream.next().await.unwrap_err();
    let Error::Documented { error: WatchError::Expired { message, .. }, reply, .. } = error else { panic!() };
    assert_eq!((message.as_deref(), reply.request_id()), (Some("too old"), Some("req_1")));
    stream.next().await.unwrap_err();
    assert_eq!(server.requests().len(), 2);
}

/// A stream with the errors of another endpoint, which the macro refuses beside `events(..)`.
struct Foreign;

impl Endpoint for Foreign {
    type Api = <Watch as Endpoint>::Api;
    type Response = Events<u32, ChatError>;
    type Error = WatchError;
    const SPEC: &'static Spec = Watch::SPEC;
    const REFERENCE: &'static Reference = Watch::REFERENCE;
    const READ: __private::Read<Self::Response> = Chat::READ;

    fn fill(&self, draft: __private::Draft<'_>) -> Result<http::Request<Body>, __private::BuildError> {
        Watch.fill(draft)
    }
}

#[tokio::test]
async fn documented_error_that_the_stream_does_not_have_is_undocumented() {
    let refused = Script::receive().write(json(410, r#"{"code":"expired","message":"too old"}"#));
    let server = RawServer::in_turn([events("data: 1\n\n"), refused]).await;
    let mut stream = soon(client_of(&server).send(&Foreign).await.unwrap());
    assert_eq!(stream.next().await.unwrap(), Some(1));
    let error = stream.next().await.unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_eq!((error.code(), error.message()), (Some("expired"), Some("too old")));
}

#[tokio::test]
async fn other_status_and_other_content_type_of_the_next_response_are_errors() {
    for (status, content_type) in [(500, "text/event-stream"), (200, "text/html"), (201, "text/event-stream")] {
        let other = Script::receive().write(reply(status, &[("content-type", content_type)], "data: 2\n\n"));
        let server = RawServer::in_turn([events("data: 1\n\n").write(END), other]).await;
        let mut stream = soon(Watch.send(&client_of(&server)).await.unwrap());
        assert_eq!(stream.next().await.unwrap(), Some(1));
        let error = stream.next().await.unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), &**error.body().unwrap()), (status, &b"data: 2\n\n"[..]));
        assert_eq!(matches!(error, Error::Decode { .. }), status == 200, "{error:?}");
        assert_eq!(server.requests().len(), 2);
    }
}

#[tokio::test]
async fn error_event_in_a_stream_that_has_connected_again_has_all_received_items() {
    let second = events("data: 2\n\nevent: error\ndata: {\"code\":\"expired\"}\n\n");
    let server = RawServer::in_turn([events("data: 1\n\n"), second]).await;
    let mut stream = soon(Watch.send(&client_of(&server)).await.unwrap());
    assert_eq!((stream.next().await.unwrap(), stream.next().await.unwrap()), (Some(1), Some(2)));
    let error = stream.next().await.unwrap_err();
    assert_eq!(error.received().and_then(|received| received.items), Some(2));
}

#[tokio::test]
async fn stream_without_a_connection_fails_with_the_last_error_and_what_had_arrived() {
    let server = RawServer::in_turn([events("data: 1\n\n").write(END)]).await;
    let stream = WatchAll { after: None }.send(&client_of(&server)).await.unwrap();
    let mut stream = soon(stream).reconnect_attempts(3);
    assert!(stream.next().await.unwrap().is_some());
    // The server closes all further connections without a reply.
    let error = stream.next().await.unwrap_err();
    assert_eq!((server.log().connections, stream.reconnections()), (4, 0));
    assert_eq!((error.received().and_then(|received| received.items), error.status()), (Some(1), None), "{error:?}");
    assert!(error.to_string().contains("after 1 item"), "{error}");
    stream.next().await.unwrap_err();
    assert_eq!(server.log().connections, 4);
}

#[tokio::test]
async fn stream_with_no_attempts_ends_as_without_the_key() {
    let server = RawServer::each(events("data: 1\n\n").write(END)).await;
    let stream = WatchAll { after: None }.send(&client_of(&server)).await.unwrap();
    let mut stream = stream.reconnect_attempts(0);
    assert!(stream.next().await.unwrap().is_some());
    assert!(stream.next().await.unwrap().is_none());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn post_that_is_idempotent_is_sent_again_with_its_body() {
    let server = RawServer::in_turn([events("data: 1\n\n"), events("data: 2\n\n").write(END), no_content()]).await;
    let mut stream = soon(Count { to: 2 }.send(&client_of(&server)).await.unwrap());
    assert_eq!(rest(&mut stream).await, [1, 2]);
    let requests = server.requests();
    let bodies: Vec<&[u8]> = requests.iter().map(|request| &request.body[..]).collect();
    assert_eq!(bodies, [b"{\"to\":2}"; 3]);
}

#[tokio::test]
async fn request_whose_body_cannot_be_read_again_is_not_sent_again() {
    let server = RawServer::each(events("data: 1\n\n").write(END)).await;
    let content = || Body::stream(futures_util::stream::iter([Ok::<_, std::io::Error>("abc")]));
    let mut stream = soon(Measure { content: content() }.send(&client_of(&server)).await.unwrap());
    assert_eq!(rest(&mut stream).await, [1]);
    assert_eq!(server.requests().len(), 1);
}

/// A POST whose table says that it connects again, which the macro refuses.
struct Unchecked;

#[endpoint(method = "POST", path = "/chat", response = Events<u32>)]
struct Chat;

impl Endpoint for Unchecked {
    type Api = <Chat as Endpoint>::Api;
    type Response = <Chat as Endpoint>::Response;
    type Error = ChatError;
    const SPEC: &'static Spec = &Spec::new("Unchecked", "POST", "/chat", &[Piece::Text("/chat")], &[])
        .with_items(__private::ItemRules::new(None, None, None, None).reconnecting());
    const REFERENCE: &'static Reference = Chat::REFERENCE;
    const READ: __private::Read<Self::Response> = Chat::READ;

    fn fill(&self, draft: __private::Draft<'_>) -> Result<http::Request<Body>, __private::BuildError> {
        Chat.fill(draft)
    }
}

#[tokio::test]
async fn request_that_may_not_be_repeated_is_not_sent_again() {
    let server = RawServer::each(events("data: 1\n\n")).await;
    let client = client_of(&server);
    let mut stream = soon(client.send(&Unchecked).await.unwrap());
    assert_eq!(stream.next().await.unwrap(), Some(1));
    let error = stream.next().await.unwrap_err();
    assert!(error.to_string().contains("the reply was cut off after 1 item"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

/// Tokens `token-0`, `token-1` and so on.
struct Counting(AtomicU32);

impl TokenSource for Counting {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Ok(Token::new(format!("token-{number}"))) })
    }
}

#[tokio::test]
async fn next_request_is_a_call_with_retries_tokens_options_and_reports() {
    let scripts = [
        events("data: 1\n\n"),
        Script::receive().write(json(503, "{}")),
        Script::receive().write(json(401, "{}")),
        events("data: 2\n\nevent: bye\ndata:\n\n"),
    ];
    let server = RawServer::in_turn(scripts).await;
    let log = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&log);
    let client = builder_of(&server)
        .retry(RetryPolicy::new().backoff(Duration::from_millis(1), Duration::from_millis(1)))
        .token_source(Counting(AtomicU32::new(0)))
        .on_event(move |event| {
            seen.lock().unwrap().push(match event.kind {
                CallEventKind::Start => "start".to_owned(),
                CallEventKind::Attempt => format!("attempt {}", event.status.unwrap().as_u16()),
                CallEventKind::End { outcome: CallOutcome::Success, .. } => format!("end {}", event.attempts),
                _ => "retry".to_owned(),
            });
        })
        .build()
        .unwrap();
    let options = CallOptions::new().header("x-trace", "t-1");
    let mut stream = soon(Watch.send(&client).with(options).await.unwrap());
    assert_eq!(rest(&mut stream).await, [1, 2]);
    let requests = server.requests();
    let header = |name| requests.iter().map(|request| request.header(name).unwrap()).collect::<Vec<_>>();
    assert_eq!(header("authorization"), ["token-0", "token-0", "token-0", "token-1"].map(|it| format!("Bearer {it}")));
    assert_eq!((header("x-trace"), header("accept")), (vec!["t-1"; 4], vec!["text/event-stream"; 4]));
    let first = ["start", "attempt 200", "end 1"];
    let second = ["start", "attempt 503", "retry", "attempt 401", "attempt 200", "end 3"];
    assert_eq!(*log.lock().unwrap(), [&first[..], &second].concat());
}

#[tokio::test]
async fn next_request_has_the_time_limit_of_the_call_and_is_sent_once_more() {
    let scripts = [events("data: 1\n\n"), Script::receive().stall(), events("data: 2\n\nevent: bye\ndata:\n\n")];
    let server = RawServer::in_turn(scripts).await;
    let options = CallOptions::new().timeout(SHORT);
    let mut stream = soon(Watch.send(&client_of(&server)).with(options).await.unwrap());
    assert_eq!(rest(&mut stream).await, [1, 2]);
    assert_eq!((server.requests().len(), stream.reconnections()), (3, 1));
}

#[tokio::test]
async fn stream_that_is_idle_connects_again() {
    let scripts = [events("data: 1\n\n").stall(), events("data: 2\n\n").stall()];
    let server = RawServer::in_turn(scripts).await;
    let stream = WatchAll { after: None }.send(&client_of(&server)).await.unwrap();
    let mut stream = soon(stream).idle_timeout(Duration::from_millis(60)).total_timeout(Duration::from_millis(100));
    for expected in [1, 2] {
        assert_eq!(stream.next().await.unwrap().unwrap().data, expected);
    }
    let error = stream.next().await.unwrap_err();
    assert_eq!(error.time_limit(), Some(TimeLimit::Total), "{error}");
}

#[tokio::test]
async fn dropping_the_stream_stops_the_next_request() {
    let server = RawServer::in_turn([events("data: 1\n\n"), Script::receive().stall()]).await;
    let mut stream = soon(Watch.send(&client_of(&server)).await.unwrap());
    assert_eq!(stream.next().await.unwrap(), Some(1));
    // The future may be dropped without an effect.
    assert!(timeout(SHORT, stream.next()).await.is_err());
    assert_eq!(server.requests().len(), 2);
    drop(stream);
    server.has_seen(|log| log.hang_ups == 1).await;
    assert!(timeout(SHORT, server.has_seen(|log| log.connections > 2)).await.is_err());
}

#[tokio::test]
async fn last_event_id_replaces_the_header_field_of_the_first_request() {
    for (body, expected) in [("data: 1\n\n", Some("3")), ("id: 9\ndata: 1\n\n", Some("9")), ("id\ndata: 1\n\n", None)] {
        let server = RawServer::in_turn([events(body), no_content()]).await;
        let stream = WatchAll { after: Some("3".to_owned()) }.send(&client_of(&server)).await.unwrap();
        let mut stream = soon(stream);
        while stream.next().await.unwrap().is_some() {}
        let requests = server.requests();
        let ids: Vec<_> = requests.iter().map(|request| request.header("last-event-id")).collect();
        assert_eq!(ids, [Some("3"), expected], "{body}");
    }
}

#[tokio::test]
async fn id_that_no_header_field_can_contain_is_an_error() {
    let server = RawServer::each(events("id: a\u{1}b\ndata: 1\n\n").write(END)).await;
    let stream = WatchAll { after: None }.send(&client_of(&server)).await.unwrap();
    let mut stream = soon(stream);
    assert!(stream.next().await.unwrap().is_some());
    let error = stream.next().await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("the last event id cannot be sent"), "{source}");
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn blocking_client_connects_again() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let scripts = [events("id: 1\ndata: 1\n\n"), events("data: 2\n\nevent: bye\ndata:\n\n")];
    let server = runtime.block_on(RawServer::in_turn(scripts));
    let client = blocking::Client::new(Client::builder(server.origin()).build().unwrap()).unwrap();
    let items = client.items(soon(client.send(&Watch).unwrap()));
    let found: Result<Vec<u32>, _> = items.collect();
    assert_eq!(found.unwrap(), [1, 2]);
    assert_eq!(server.requests()[1].header("last-event-id"), Some("1"));
}

#[test]
fn stream_that_was_read_without_a_client_does_not_connect_again() {
    let response = http::Response::builder().header("content-type", "text/event-stream");
    let mut stream = Watch::read_response(response.body("data: 1\n\n".into()).unwrap()).unwrap();
    let mut next = || futures_util::FutureExt::now_or_never(stream.next()).unwrap();
    assert_eq!(next().unwrap(), Some(1));
    next().unwrap_err();
}
