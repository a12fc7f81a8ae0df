//! Nothing secret is printed.

use callsheet::transport::TransportErrorKind;
use callsheet::{Client, Error, Patch};
use support::widgets::{UpdateWidget, WIDGET};
use support::{RawServer, SHORT, Script, json, printed, reply};
use tokio::net::TcpListener;

/// Stands in the token, a header, the base URL's path, a path value and the body.
const SECRET: &str = "s3cr3t0f7h3c4ll";

fn client(origin: &str) -> Client {
    let builder = Client::builder(format!("{origin}/hooks/{SECRET}"))
        .bearer(SECRET)
        .secret_header("x-api-key", format!("key {SECRET}"))
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

/// Scripts for each way in which a call can fail, with how that begins to read; the replies repeat the secret.
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
        ("Foreign", answers(404, SECRET)),
        ("Foreign", answers(422, &detail)),
        ("Undocumented", answers(307, SECRET)),
        ("Undocumented", answers(500, &value)),
        ("Api", answers(404, &format!(r#"{{"error":{{"code":"widget_not_found","detail":"{SECRET}"}}}}"#))),
    ]
}

#[tokio::test]
async fn no_error_tells_a_secret() {
    for (kind, script) in failures() {
        let server = RawServer::each(script.clone()).await;
        let client = client(server.origin());
        assert_unspoken("the client", &format!("{client:?}{client:#?}"));
        let (call, full) = (call().send(&client), call().send_full(&client));
        assert_unspoken("the call", &format!("{call:?}{full:?}"));
        let error = call.await.unwrap_err();
        let text = printed(&error);
        assert!(format!("{error:?}").starts_with(kind), "{script:?} was to be {kind}:\n{text}");
        assert_unspoken(kind, &text);
        assert_unspoken("the error of any endpoint", &printed(&error.into_any()));
    }
}

#[tokio::test]
async fn no_error_before_the_connection_tells_a_secret() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let client = client(&format!("http://{address}"));
    let error = call().send(&client).await.unwrap_err();
    assert!(matches!(&error, Error::Transport { source, .. } if source.kind() == TransportErrorKind::Connect));
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
async fn a_success_tells_no_secret() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let full = call().send_full(&client(server.origin())).await.unwrap();
    assert_unspoken("the reply", &format!("{full:?}{full:#?}"));
    // It was sent all the same.
    let request = server.request();
    assert_eq!(request.header("authorization"), Some(format!("Bearer {SECRET}").as_str()));
    assert_eq!(request.target(), format!("/hooks/{SECRET}/widgets/{SECRET}"));
}

#[tokio::test]
async fn secret_headers_are_marked_so() {
    let request = client("http://localhost").to_request(&call()).unwrap();
    let marked = |name: &str| request.headers()[name].is_sensitive();
    assert!(marked("authorization") && marked("x-api-key"));
    assert!(!marked("x-plain") && !marked("accept"));
    let headers = format!("{:?}", request.headers());
    assert_eq!(headers.matches(SECRET).count(), 1, "only the plain one: {headers}");
}

#[tokio::test]
async fn headers_that_are_secrets_by_their_names_are_marked_so() {
    let names = ["Authorization", "Proxy-Authorization", "Cookie"];
    let builder = Client::builder("http://localhost").header("accept-language", "en");
    let builder = names.iter().fold(builder, |builder, name| builder.header(name, SECRET));
    let request = builder.build().unwrap().to_request(&call()).unwrap();
    assert!(names.iter().all(|name| request.headers()[*name].is_sensitive()));
    assert!(!request.headers()["accept-language"].is_sensitive());
    assert_unspoken("the headers", &format!("{:?}", request.headers()));
}
