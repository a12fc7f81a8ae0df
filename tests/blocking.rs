//! The blocking client has the same results and errors as the async one, on any thread and inside any runtime.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use bytes::Bytes;
use callsheet::transport::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
use callsheet::{
    Client, Endpoint, Error, JsonApi, blocking,
    client::Call,
    endpoint,
    error::{DocumentedError, Sent},
};
use http::{HeaderMap, Request, Response, StatusCode};
use support::widgets::{GetWidget, WIDGET, Widget, get_widget, update_widget, widget};
use support::{ClosedPort, RawServer, SHORT, Script, builder_of, client_of, json, reply};
use tokio::runtime::{Builder, Runtime};

const NOT_FOUND: &str = r#"{"error":{"code":"widget_not_found","description":"No such widget"}}"#;

/// A server on separate threads, so that a blocked test does not block it.
struct Background {
    server: RawServer,
    runtime: Runtime,
}

impl Background {
    fn each(script: Script) -> Self {
        let runtime = multi_thread();
        Self { server: runtime.block_on(RawServer::each(script)), runtime }
    }

    fn answering(reply: impl AsRef<[u8]>) -> Self {
        Self::each(Script::receive().write(reply))
    }

    fn blocking(&self) -> blocking::Client {
        blocking::Client::new(client_of(&self.server)).unwrap()
    }
}

fn multi_thread() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Everything that an error contains, except the time.
#[derive(Debug, PartialEq)]
struct Told {
    line: String,
    source: Option<String>,
    documented: Option<String>,
    status: Option<StatusCode>,
    headers: Option<HeaderMap>,
    body: Option<Bytes>,
    request_id: Option<String>,
    code: Option<String>,
    sent: Sent,
    attempts: u32,
    is_timeout: bool,
}

fn told<E: DocumentedError>(error: &Error<E>) -> Told {
    Told {
        line: error.to_string(),
        source: std::error::Error::source(error).map(ToString::to_string),
        documented: error.documented().map(|error| format!("{error:?}")),
        status: error.status(),
        headers: error.headers().cloned(),
        body: error.body().cloned(),
        request_id: error.request_id().map(str::to_owned),
        code: error.code().map(str::to_owned),
        sent: error.sent(),
        attempts: error.attempts(),
        is_timeout: error.is_timeout(),
    }
}

/// Calls the endpoint in all four ways, and returns the result, which must be the same.
#[track_caller]
fn every_way<E>(client: &Client, call: &E) -> Result<Widget, Error<E::Error>>
where
    E: Endpoint<Api = JsonApi, Response = Widget>,
{
    let own = blocking::Client::new(client.clone()).unwrap();
    let blocking = own.send(call);
    let with_reply = own.send_with_reply(call).map(|full| {
        assert_eq!((full.reply.status(), full.reply.attempts()), (StatusCode::OK, 1));
        assert_eq!((full.reply.request_id(), &full.reply.body()[..]), (Some("req_1"), WIDGET.as_bytes()));
        full.value
    });
    let inside = current_thread().block_on(async { own.send(call) });
    // The result of the endpoint's own `send`.
    let waited = current_thread().block_on(Call::new(call, client));
    let expected = waited.as_ref().map_err(told);
    assert_eq!(blocking.as_ref().map_err(told), expected);
    assert_eq!(with_reply.as_ref().map_err(told), expected);
    assert_eq!(inside.as_ref().map_err(told), expected);
    blocking
}

#[test]
fn value_is_the_same_in_both_clients() {
    let background = Background::answering(json(200, WIDGET));
    assert_eq!(every_way(&client_of(&background.server), &get_widget()).unwrap(), widget());
    let requests = background.server.requests();
    assert_eq!(requests.len(), 4);
    assert!(requests.iter().all(|request| request.head == requests[0].head), "{requests:?}");
}

#[test]
fn documented_error_is_the_same_in_both_clients() {
    let background = Background::answering(json(404, NOT_FOUND));
    let error = every_way(&client_of(&background.server), &update_widget()).unwrap_err();
    assert!(matches!(error, Error::Documented { .. }), "{error:?}");
    assert_eq!((error.code(), error.message()), (Some("widget_not_found"), Some("No such widget")));
    assert_eq!((error.request_id(), error.body().unwrap().as_ref()), (Some("req_1"), NOT_FOUND.as_bytes()));
}

#[test]
fn undocumented_error_is_the_same_in_both_clients() {
    let background = Background::answering(json(403, r#"{"error":{"code":"invalid_api_token"}}"#));
    let error = every_way(&client_of(&background.server), &get_widget()).unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(StatusCode::FORBIDDEN), Some("invalid_api_token")));
}

#[test]
fn decode_error_is_the_same_in_both_clients() {
    let html = reply(404, &[("content-type", "text/html"), ("x-request-id", "req_1")], "<title>404</title>");
    let background = Background::answering(html);
    let error = every_way(&client_of(&background.server), &get_widget()).unwrap_err();
    assert!(matches!(error, Error::UnexpectedBody { .. }), "{error:?}");

    let background = Background::answering(json(200, r#"{"id":"wid_1","size":"large"}"#));
    let error = every_way(&client_of(&background.server), &get_widget()).unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
}

#[test]
fn build_error_is_the_same_in_both_clients() {
    let background = Background::answering(json(200, WIDGET));
    let call = GetWidget { widget: "..".to_owned() };
    let error = every_way(&client_of(&background.server), &call).unwrap_err();
    assert!(matches!(error, Error::Build { .. }), "{error:?}");
    assert_eq!(background.server.log().connections, 0);
}

#[test]
fn refused_connection_is_the_same_in_both_clients() {
    let address = ClosedPort::new();
    let client = Client::builder(format!("http://{address}")).build().unwrap();
    let error = every_way(&client, &get_widget()).unwrap_err();
    assert!(
        matches!(&error, Error::Transport { source, .. } if source.kind() == TransportErrorKind::Connect),
        "{error:?}"
    );
    assert_eq!(error.sent(), Sent::No);
}

#[test]
fn incomplete_reply_is_the_same_in_both_clients() {
    let head = "HTTP/1.1 200 OK\r\nx-request-id: req_1\r\ncontent-length: 2000\r\n\r\n";
    let background = Background::each(Script::receive().write(format!("{head}part")));
    let error = every_way(&client_of(&background.server), &get_widget()).unwrap_err();
    assert!(
        matches!(&error, Error::Transport { source, .. } if source.kind() == TransportErrorKind::CutOff),
        "{error:?}"
    );
    assert_eq!(error.body().unwrap(), "part");
}

#[test]
fn timeout_is_the_same_in_both_clients() {
    let head = "HTTP/1.1 200 OK\r\nx-request-id: req_1\r\ncontent-length: 2000\r\n\r\npart";
    for (script, sent) in [(Script::receive().stall(), Sent::Maybe), (Script::receive().write(head).stall(), Sent::Yes)]
    {
        let background = Background::each(script);
        let client = builder_of(&background.server).timeout(SHORT).build().unwrap();
        let error = every_way(&client, &get_widget()).unwrap_err();
        assert_eq!((error.is_timeout(), error.sent()), (true, sent), "{error:?}");
        let body = error.body().map(|body| &body[..]);
        assert_eq!(body, (sent == Sent::Yes).then_some(&b"part"[..]));
    }
}

#[test]
fn sixteen_threads_call_at_the_same_time() {
    let echo = |request: &support::Received| {
        let id = request.target().trim_start_matches("/widgets/");
        json(200, format!(r#"{{"id":"{id}","size":3}}"#))
    };
    // The server replies only after all sixteen requests have arrived.
    let background = Background::each(Script::receive().await_requests(16).answer(echo));
    let client = background.blocking();
    thread::scope(|scope| {
        for number in 0..16 {
            let (shared, owned) = (&client, client.clone());
            scope.spawn(move || {
                let call = GetWidget { widget: format!("wid_{number}") };
                let value = if number % 2 == 0 { shared.send(&call) } else { owned.send(&call) }.unwrap();
                assert_eq!(value.id, call.widget);
            });
        }
    });
    assert_eq!(background.server.requests().len(), 16);
}

#[test]
fn blocking_call_works_inside_any_tokio_runtime() {
    let background = Background::answering(json(200, WIDGET));
    let client = background.blocking();
    let send = |client: &blocking::Client| assert_eq!(client.send(&get_widget()).unwrap(), widget());

    current_thread().block_on(async { send(&client) });
    let runtime = multi_thread();
    let in_task = client.clone();
    runtime.block_on(runtime.spawn(async move { send(&in_task) })).unwrap();
    let in_pool = client.clone();
    runtime.block_on(runtime.spawn_blocking(move || send(&in_pool))).unwrap();
    let _inside = background.runtime.enter();
    send(&client);
}

#[test]
fn connections_are_reused_between_calls() {
    let kept_open = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{WIDGET}", WIDGET.len());
    let script = (0..20).fold(Script::new(), |script, _| script.then_receive().write(&kept_open));
    let background = Background::each(script.stall());
    let client = background.blocking();
    for _ in 0..20 {
        thread::scope(|scope| scope.spawn(|| client.send(&get_widget()).unwrap()).join().unwrap());
    }
    // Not always one: the connection may not be idle yet when the next call begins.
    let log = background.server.log();
    assert!(log.requests.len() == 20 && log.connections < 20, "{} connections", log.connections);
}

/// Responds without a server, after yielding to other tasks many times.
struct Polite(Arc<AtomicUsize>);

impl Transport for Polite {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async {
            for _ in 0..500 {
                tokio::task::yield_now().await;
                tokio::task::consume_budget().await;
            }
            self.0.fetch_add(1, Ordering::Relaxed);
            Ok(Response::new(Body::from(WIDGET)))
        })
    }
}

#[test]
fn transport_that_yields_does_not_wait_for_the_blocked_runtime() {
    let count = Arc::new(AtomicUsize::new(0));
    let client = Client::builder("http://own.example").transport(Polite(Arc::clone(&count))).timeout(SHORT * 10);
    let client = blocking::Client::new(client.build().unwrap()).unwrap();
    client.send(&get_widget()).unwrap();
    let runtime = current_thread();
    runtime.block_on(async { client.send(&get_widget()) }).unwrap();
    let runtime = multi_thread();
    runtime.block_on(runtime.spawn(async move { client.send(&get_widget()) })).unwrap().unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

#[test]
fn client_can_be_dropped_inside_a_runtime() {
    let background = Background::answering(json(200, WIDGET));
    let client = background.blocking();
    let clone = client.clone();
    current_thread().block_on(async move { drop(client) });
    // The clone keeps the thread alive.
    assert_eq!(clone.send(&get_widget()).unwrap(), widget());
    let runtime = multi_thread();
    runtime.block_on(runtime.spawn(async move { drop(clone) })).unwrap();
    runtime.block_on(async { drop(blocking::Client::new(client_of(&background.server)).unwrap()) });
}

/// Ends when its last owner is dropped, like the thread of a runtime.
struct Held(Arc<()>);

impl Transport for Held {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let held = Arc::clone(&self.0);
        tokio::spawn(async move {
            std::future::pending::<()>().await;
            drop(held);
        });
        Box::pin(async { Ok(Response::new(Body::from(WIDGET))) })
    }
}

#[test]
fn thread_ends_when_the_last_client_is_dropped() {
    let owner = Arc::new(());
    let client = Client::builder("http://own.example").transport(Held(Arc::clone(&owner))).build().unwrap();
    let client = blocking::Client::new(client).unwrap();
    client.send(&get_widget()).unwrap();
    assert_eq!(Arc::strong_count(&owner), 3);
    drop(client);
    let start = std::time::Instant::now();
    // The tasks of the thread's runtime are dropped with it.
    while Arc::strong_count(&owner) > 1 {
        assert!(start.elapsed().as_secs() < 5, "the thread goes on");
        thread::yield_now();
    }
}

/// Read a value whose type panics.
#[endpoint(method = "GET", path = "/trap", response = Trap)]
struct GetTrap {}

#[derive(Debug)]
struct Trap;

impl<'de> serde::Deserialize<'de> for Trap {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        panic!("a user's own panic")
    }
}

#[test]
fn panic_in_a_users_type_reaches_only_the_caller() {
    let background = Background::answering(json(200, "{}"));
    let client = background.blocking();
    let caught = |client: blocking::Client| thread::spawn(move || client.send(&GetTrap {}).map(drop)).join();
    let panic = caught(client.clone()).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"a user's own panic"));

    let inside = client.clone();
    let panic = thread::spawn(move || current_thread().block_on(async { inside.send(&GetTrap {}).map(drop) }));
    assert_eq!(panic.join().unwrap_err().downcast_ref::<&str>(), Some(&"a user's own panic"));

    let error = client.send(&get_widget()).unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error:?}");
}

#[test]
fn client_is_sync_and_its_debug_output_has_no_secret() {
    fn assert_shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let client = Client::builder("http://own.example").bearer("s3cret").build().unwrap();
    let client = blocking::Client::new(client).unwrap();
    assert_shared(&client);
    let text = format!("{client:?}");
    assert!(text.contains("own.example") && !text.contains("s3cret"), "{text}");
}
