//! Secrets are never printed.

use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use callsheet::auth::{Authorization, Authorizer, Outgoing, Token, TokenSource};
use callsheet::transport::reqwest::ReqwestTransport;
use callsheet::transport::tower::{TowerTransport, TransportService};
use callsheet::transport::{BoxFuture, Transport as _, TransportErrorKind};
use callsheet::{CallOptions, Client, Error, Patch, RetryPolicy, error::BoxError};
use support::widgets::{GetWidget, UpdateWidget, WIDGET};
use support::{RawServer, Received, SHORT, Script, json, printed, redirect, reply};

/// Contained in the token, a header, the base URL's path, a path value and the body.
const SECRET: &str = "s3cr3t0f7h3c4ll";

/// Longer than a call that does not wait for a timeout.
const LONG: Duration = Duration::from_secs(60);

/// Returns the secret.
struct Source;

impl TokenSource for Source {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async { Ok(Token::new(SECRET)) })
    }
}

/// Adds a signature to the query, and a header field.
struct Signer;

impl Authorizer for Signer {
    fn authorize<'a>(&'a self, mut request: Outgoing<'a>) -> Authorization<'a> {
        let signed = request.query("signature", SECRET).and_then(|()| request.header("x-signature", SECRET));
        Authorization::ready(signed)
    }
}

fn client(origin: &str) -> Client {
    client_with(origin, |builder| builder.bearer(SECRET))
}

fn client_with(origin: &str, credentials: impl FnOnce(callsheet::ClientBuilder) -> callsheet::ClientBuilder) -> Client {
    let builder = credentials(Client::builder(format!("{origin}/hooks/{SECRET}")))
        .secret_header("x-api-key", format!("key {SECRET}"))
        .secret_query("key", SECRET)
        .header("x-plain", SECRET)
        .reply_limit(5000)
        .timeout(SHORT);
    assert_unspoken("the builder", &format!("{builder:?}{builder:#?}"));
    builder.build().unwrap()
}

fn call() -> UpdateWidget {
    let value = SECRET.to_owned();
    UpdateWidget { widget: value.clone(), name: Some(value.clone()), note: Patch::Value(value) }
}

#[track_caller]
fn assert_unspoken(what: &str, text: &str) {
    assert!(!text.is_empty());
    assert!(!text.contains(SECRET), "{what} tells the secret:\n{text}");
}

/// Scripts for each way in which a call can fail, with the start of the error's `Debug` output. The replies contain the
/// secret.
fn failures() -> Vec<(&'static str, Script)> {
    let head = format!("HTTP/1.1 200 OK\r\nset-cookie: {SECRET}\r\n");
    let answers = |status, body: &str| {
        let echo = format!("Bearer {SECRET}");
        Script::receive().write(reply(status, &[("x-echo", &echo), ("set-cookie", SECRET)], body))
    };
    let value = format!(r#"{{"id":"{SECRET}","size":"{SECRET}"}}"#);
    let detail = format!(r#"{{"error":{{"code":"validation_error","detail":{{"details":"{SECRET}"}}}}}}"#);
    vec![
        ("Transport", Script::receive()),
        ("Transport", Script::new().reset()),
        ("Transport", Script::receive().write(SECRET)),
        ("Transport", Script::receive().write(format!("HTTP/1.1 200 OK\r\n{SECRET}\r\n\r\n"))),
        ("Transport", Script::receive().write(format!("{head}content-length: 2000\r\n\r\n{SECRET}"))),
        ("Transport", Script::receive().write(format!("{head}transfer-encoding: chunked\r\n\r\n{SECRET}\r\n"))),
        ("Transport", answers(200, &SECRET.repeat(1000))),
        ("Timeout", Script::receive().stall()),
        ("Timeout", Script::receive().write(format!("{head}\r\n{SECRET}")).stall()),
        ("Decode", answers(200, &value)),
        ("Decode", answers(200, SECRET)),
        ("UnexpectedBody", answers(404, SECRET)),
        ("UnexpectedBody", answers(422, &detail)),
        ("Undocumented", answers(307, SECRET)),
        ("Undocumented", answers(500, &value)),
        ("Documented", answers(404, &format!(r#"{{"error":{{"code":"widget_not_found","detail":"{SECRET}"}}}}"#))),
    ]
}

/// The number of ways to configure the secret.
const WAYS: usize = 6;

/// Builds a client with the secret in one of these ways: fixed, from a source, in options, signed by an authorizer, with
/// layers.
fn client_by(way: usize, origin: &str) -> Client {
    match way % WAYS {
        0 => client(origin),
        1 => client_with(origin, |builder| builder.basic("user", SECRET)),
        2 => client_with(origin, |builder| builder.token_source(Source)),
        3 => {
            let options = CallOptions::new().bearer(SECRET).secret_header("x-of-call", SECRET).query("of_call", SECRET);
            assert_unspoken("the options", &format!("{options:?}{options:#?}"));
            client_with(origin, |builder| builder).with(options)
        }
        4 => client_with(origin, |builder| builder.authorizer(Signer)),
        _ => {
            let layered = TowerTransport::new(TransportService::new(ReqwestTransport::new().unwrap()));
            client_with(origin, |builder| builder.token_source(Source).transport(layered))
        }
    }
}

#[tokio::test]
async fn errors_contain_no_secret() {
    for (number, (kind, script)) in failures().into_iter().enumerate() {
        let server = RawServer::each(script.clone()).await;
        // Each way is combined with a few failures, and each failure with two ways.
        for way in [number, number + 2] {
            fails_without_a_secret(&client_by(way, server.origin()), kind, &script).await;
        }
    }
}

async fn fails_without_a_secret(client: &Client, kind: &str, script: &Script) {
    assert_unspoken("the client", &format!("{client:?}{client:#?}"));
    let (call, full) = (call().send(client), call().send(client).with_reply());
    assert_unspoken("the call", &format!("{call:?}{full:?}"));
    let error = call.await.unwrap_err();
    let text = printed(&error);
    assert!(format!("{error:?}").starts_with(kind), "{script:?} was to be {kind}:\n{text}");
    assert_unspoken(kind, &text);
    assert_unspoken("the error of any endpoint", &printed(&error.into_any()));
}

#[tokio::test]
async fn panic_contains_no_secret() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    for client in (0..WAYS).map(|way| client_by(way, server.origin())) {
        let mut call = pin!(call().send(&client));
        call.as_mut().await.unwrap();
        // Polled once too often.
        let again = AssertUnwindSafe(|| call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
        let panic = std::panic::catch_unwind(again).unwrap_err();
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        assert_unspoken("a panic", &text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap());
    }
}

#[tokio::test]
async fn transport_error_contains_no_secret() {
    let nowhere = format!("http://127.0.0.1:1/{SECRET}");
    let server = RawServer::answering(reply(302, &[("location", &nowhere), ("set-cookie", SECRET)], "")).await;
    let request = http::Request::get(format!("{}/{SECRET}?key={SECRET}", server.origin()));
    let request = request.header("authorization", SECRET).body(callsheet::Body::empty()).unwrap();
    let error = ReqwestTransport::new().unwrap().send(request).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert_unspoken("the error of a transport", &printed(&error));
}

/// Everything in a request that may contain the secret.
fn whole(request: &Received) -> String {
    format!("{}\n{}", request.head, String::from_utf8_lossy(&request.body))
}

#[tokio::test]
async fn other_origin_receives_no_secret() {
    for (way, status) in [301, 302, 303, 307, 308].into_iter().enumerate() {
        let other = RawServer::answering(json(503, "")).await;
        let port = format!("{}/port", other.origin());
        let by_name = move |request: &Received| {
            let host = request.header("host").unwrap().replace("127.0.0.1", "localhost");
            redirect(status, &format!("http://{host}/name"))
        };
        // To another port, and to another name of the same port.
        let to_port = RawServer::each(Script::receive().write(redirect(status, &port))).await;
        let to_name = RawServer::each(Script::receive().answer(move |request| match request.target() {
            "/name" => json(503, ""),
            _ => by_name(request),
        }))
        .await;
        for server in [&to_port, &to_name] {
            let client = client_by(way, server.origin());
            let retry = RetryPolicy::new().backoff(SHORT / 100, SHORT / 100);
            // The client's own timeout is too short for three attempts on a busy machine.
            let again = CallOptions::new().retry(retry).timeout(LONG);
            let get = GetWidget { widget: SECRET.to_owned() };
            let error = get.send(&client.with(again.clone())).await.unwrap_err();
            assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(503), 3), "{error:?}");
            // An unsafe request is not redirected there, or only as a GET without its body.
            let _ = call().send(&client.with(again)).await;
        }
        assert!(other.requests().len() >= 3);
        let named: Vec<Received> =
            to_name.requests().into_iter().filter(|request| request.target() == "/name").collect();
        assert!(named.len() >= 3);
        for request in other.requests().iter().chain(&named) {
            assert_unspoken("a request to another origin", &whole(request));
        }
        let first = &to_port.requests()[0];
        assert!(whole(first).contains(SECRET) && first.target().contains("key="), "{}", first.head);
    }
}

#[tokio::test]
async fn error_before_the_connection_contains_no_secret() {
    // Nothing listens at this port, and no other test gets it.
    let client = client("http://127.0.0.1:1").with(CallOptions::new().retry(RetryPolicy::none()));
    let error = call().send(&client).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.kind(), TransportErrorKind::Connect, "{error:?}");
    assert_unspoken("a refused connection", &printed(&error));

    let too_long = UpdateWidget { widget: SECRET.repeat(10_000), ..call() };
    let error = too_long.send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Build { .. }), "{error:?}");
    assert_unspoken("a URL that is too long", &printed(&error));

    let refused = Client::builder("http://localhost").bearer(format!("{SECRET}\n")).build().unwrap_err();
    assert_unspoken("a token with a line break", &printed(&refused));
    let refused = Client::builder(format!("http://user:{SECRET}@localhost")).build().unwrap_err();
    assert_unspoken("a password in the base URL", &printed(&refused));
}

#[tokio::test]
async fn success_prints_no_secret() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let full = call().send(&client(server.origin())).with_reply().await.unwrap();
    assert_unspoken("the reply", &format!("{full:?}{full:#?}"));
    // It was still sent.
    let request = server.request();
    assert_eq!(request.header("authorization"), Some(format!("Bearer {SECRET}").as_str()));
    assert_eq!(request.target(), format!("/hooks/{SECRET}/widgets/{SECRET}?key={SECRET}"));
}

#[tokio::test]
async fn secret_headers_are_marked_sensitive() {
    let request = client("http://localhost").to_request(&call()).unwrap();
    let marked = |name: &str| request.headers()[name].is_sensitive();
    assert!(marked("authorization") && marked("x-api-key"));
    assert!(!marked("x-plain") && !marked("accept"));
    let headers = format!("{:?}", request.headers());
    assert_eq!(headers.matches(SECRET).count(), 1, "only the plain one: {headers}");
}

#[tokio::test]
async fn headers_with_secret_names_are_marked_sensitive() {
    let names = ["Authorization", "Proxy-Authorization", "Cookie"];
    let builder = Client::builder("http://localhost").header("accept-language", "en");
    let builder = names.iter().fold(builder, |builder, name| builder.header(name, SECRET));
    let request = builder.build().unwrap().to_request(&call()).unwrap();
    assert!(names.iter().all(|name| request.headers()[*name].is_sensitive()));
    assert!(!request.headers()["accept-language"].is_sensitive());
    assert_unspoken("the headers", &format!("{:?}", request.headers()));
}
