//! Options of a call that differ from its client.

use std::time::Duration;

use callsheet::{CallOptions, Client, Error, RetryPolicy, blocking};
use support::{FaultServer, Reaction, Scripted, Step};

use crate::{AT_ONCE, order, over};

#[tokio::test(start_paused = true)]
async fn headers_and_query_of_the_call_replace_those_of_the_client_on_every_attempt() {
    let transport = Scripted::new([Step::status(503), Step::status(200)]);
    let builder = over(&transport).header("X-Tenant", "client").header("X-Other", "client").bearer("client");
    let client = builder.secret_query("key", "k").build().unwrap();
    let of_many = client.with(CallOptions::new().header("x-tenant", "many").header("x-many", "1").query("a", "many"));
    let one = CallOptions::new().header("X-Tenant", "one").secret_header("x-secret", "2").query("b", "x y");
    order!(GetOrder).send(&of_many).with(one).await.unwrap();
    assert_eq!(transport.attempts().len(), 2);
    for attempt in transport.attempts() {
        let header = |name: &str| attempt.request.headers()[name].to_str().unwrap();
        assert_eq!(["x-tenant", "x-other", "x-many", "x-secret"].map(header), ["one", "client", "1", "2"]);
        assert_eq!(header("authorization"), "Bearer client");
        assert!(attempt.request.headers()["x-secret"].is_sensitive());
        assert_eq!(attempt.request.uri().query(), Some("a=many&b=x%20y&key=k"));
    }
    // The client itself is unchanged.
    order!(GetOrder).send(&client).await.unwrap();
    let last = transport.attempts().pop().unwrap().request;
    assert_eq!((last.uri().query(), last.headers()["x-tenant"].as_bytes()), (Some("key=k"), b"client".as_slice()));
}

#[tokio::test(start_paused = true)]
async fn policy_of_the_call_overrides_options_of_the_client_and_these_the_client() {
    let attempts = |client: Client, options: CallOptions| async move {
        order!(GetOrder).send(&client).with(options).await.unwrap_err().attempts()
    };
    let transport = Scripted::new([Step::status(503)]);
    let (none, client) = (CallOptions::new, over(&transport).build().unwrap());
    let of = |times| CallOptions::new().retry(AT_ONCE.attempts(times));
    assert_eq!(attempts(client.clone(), none()).await, 3);
    assert_eq!(attempts(client.clone(), of(2)).await, 2);
    assert_eq!(attempts(client.with(of(4)), none()).await, 4);
    assert_eq!(attempts(client.with(of(4)), of(2)).await, 2);
    assert_eq!(attempts(client.with(of(4)).with(of(5)), none()).await, 5);
    assert_eq!(attempts(client.with(of(4)), CallOptions::new().retry(RetryPolicy::none())).await, 1);
}

#[tokio::test(start_paused = true)]
async fn options_of_a_call_are_merged_and_the_last_takes_precedence() {
    let transport = Scripted::new([Step::status(503)]);
    let client = over(&transport).build().unwrap();
    let first = CallOptions::new().header("x-a", "1").header("x-b", "1").retry(AT_ONCE.attempts(2));
    let error = order!(GetOrder).send(&client).with(first).with(CallOptions::new().header("x-b", "2")).await;
    assert_eq!(error.unwrap_err().attempts(), 2);
    assert_eq!(transport.header("x-a")[0].as_deref(), Some("1"));
    assert_eq!(transport.header("x-b")[0].as_deref(), Some("2"));
    let options = CallOptions::new().retry(RetryPolicy::none());
    let error = order!(GetOrder).send(&client).with_reply().with(options).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn invalid_option_fails_the_call_before_it_is_sent() {
    const SECRET: &str = "s3cr3t0f7h3c4ll";
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).build().unwrap();
    for (named, options) in [
        ("the option `header`: ", CallOptions::new().header("x a", "1")),
        ("the option `header`: ", CallOptions::new().header("x-a", "a\nb")),
        ("the option `bearer`: ", CallOptions::new().bearer(format!("{SECRET}\r\nx: y"))),
        ("the option `secret_header`: ", CallOptions::new().secret_header("x-key", format!("{SECRET}\n"))),
        ("", CallOptions::new().query("a", "b".repeat(70_000))),
    ] {
        for result in [
            order!(GetOrder).send(&client).with(options.clone()).await,
            order!(GetOrder).send(&client.with(options.clone())).await,
        ] {
            let error = result.unwrap_err();
            assert!(matches!(error, Error::Build { .. }), "{error:?}");
            assert_eq!(error.attempts(), 0);
            let reason = std::error::Error::source(&error).unwrap().to_string();
            assert!(reason.starts_with(named), "{reason}");
            assert!(!support::printed(&error).contains(SECRET));
        }
    }
    assert!(transport.attempts().is_empty());
}

#[test]
fn debug_output_of_options_has_no_values() {
    const SECRET: &str = "s3cr3t0f7h3c4ll";
    let options = CallOptions::new().header("x-plain", SECRET).bearer(SECRET).query("key", SECRET);
    let options = options.secret_header("x-key", SECRET).idempotency_key(SECRET);
    let text = format!("{options:?}{options:#?}");
    assert!(text.contains("x-plain") && !text.contains(SECRET), "{text}");
}

#[test]
fn blocking_client_has_options_and_retries() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(FaultServer::start(|turn| match turn.of_target {
        0 | 1 => Reaction::refused(429, &[("retry-after-ms", "5")]),
        _ => Reaction::done(200, ""),
    }));
    let client = Client::builder(server.origin()).retry(AT_ONCE).build().unwrap();
    let client = blocking::Client::new(client).unwrap();
    let once = client.with(CallOptions::new().retry(RetryPolicy::none()).query("once", ""));
    let error = once.send(&order!(PostOrder)).unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (429, 1));
    let full = client.send_with_reply(&order!(PostOrder)).unwrap();
    assert_eq!(full.reply.attempts(), 3);
    assert!(full.reply.elapsed() >= Duration::from_millis(10));
    assert_eq!((server.log().received["/orders/1"], server.log().effects()), (3, 1));
}

#[test]
fn headers_with_secret_names_are_marked_sensitive() {
    let client = Client::builder("http://localhost").build().unwrap();
    for name in ["Authorization", "Proxy-Authorization", "Cookie"] {
        let client = client.with(CallOptions::new().header(name, "s3cret"));
        let request = client.to_request(&order!(GetOrder)).unwrap();
        assert!(request.headers()[name].is_sensitive(), "{name}");
        assert!(!request.headers()["accept"].is_sensitive());
    }
}

#[tokio::test]
async fn content_length_and_transfer_encoding_are_refused_in_options() {
    let server = FaultServer::start(|_| Reaction::done(200, "")).await;
    for name in ["Content-Length", "Transfer-Encoding"] {
        let value = if name == "Content-Length" { "3" } else { "chunked" };
        let refused = Client::builder(server.origin()).header(name, value).build().unwrap_err();
        assert!(refused.to_string().contains("the transport"), "{refused}");
        let client = Client::builder(server.origin()).build().unwrap();
        let options = CallOptions::new().header(name, value);
        let error = support::widgets::update_widget().send(&client).with(options).await.unwrap_err();
        assert!(matches!(error, Error::Build { .. }), "{error:?}");
        assert!(error.attempts() == 0 && support::printed(&error).contains("the transport"), "{error:?}");
    }
    assert_eq!(server.log().connections, 0);
}
