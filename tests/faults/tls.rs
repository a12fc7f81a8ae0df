//! Servers with TLS, and proxies, to which no connection is established.

use std::time::{Duration, Instant};

use callsheet::transport::reqwest::ReqwestTransport;
use callsheet::transport::reqwest_0_13;
use callsheet::transport::tower::{TowerTransport, TransportService};
use callsheet::transport::{Body, BoxFuture, TimeLimit, Transport, TransportError, TransportErrorKind};
use callsheet::{Client, Error, error::Sent};
use http::{Request, Response};
use support::{ClosedPort, Identity, RawServer, Script, TlsFront, json, reply};
use tokio::net::TcpListener;
use tower::ServiceBuilder;

use crate::{AT_ONCE, SECOND, order};

const LIMIT: Duration = Duration::from_millis(80);

/// A server that accepts connections and never responds.
async fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    (listener, origin)
}

fn from_builder() -> ReqwestTransport {
    reqwest_0_13::from_builder(reqwest::Client::builder()).unwrap()
}

#[tokio::test]
async fn connect_timeout_includes_tls_for_every_transport_that_builds_its_client() {
    let (_listener, origin) = silent().await;
    let mut own = from_builder();
    own.set_connect_timeout(LIMIT).unwrap();
    let builder = || Client::builder(&origin).retry(AT_ONCE);
    for client in [
        builder().connect_timeout(LIMIT),
        builder().transport(ReqwestTransport::new().unwrap()).connect_timeout(LIMIT),
        builder().transport(from_builder()).connect_timeout(LIMIT),
        builder().transport(own),
        // The shorter one applies.
        builder().transport(reqwest_0_13::from_builder(reqwest::Client::builder().connect_timeout(LIMIT)).unwrap()),
    ] {
        let start = Instant::now();
        let error = order!(PostOrder).send(&client.build().unwrap()).await.unwrap_err();
        assert_eq!((error.time_limit(), error.sent(), error.attempts()), (Some(TimeLimit::Connect), Sent::No, 3));
        assert!(start.elapsed() >= 3 * LIMIT && start.elapsed() < 3 * SECOND, "{:?}", start.elapsed());
    }
}

#[test]
fn connect_timeout_without_effect_is_a_config_error() {
    let own = reqwest_0_13::from_client(reqwest::Client::new());
    let error = Client::builder("https://a.example").transport(own).connect_timeout(LIMIT).build().unwrap_err();
    assert!(error.to_string().contains("reqwest_0_13::from_builder"), "{error}");
    let scripted = support::Scripted::new([support::Step::status(200)]);
    let error = Client::builder("https://a.example").connect_timeout(LIMIT).transport(scripted).build().unwrap_err();
    assert!(error.to_string().contains("`connect_timeout` has no effect on this transport"), "{error}");
}

#[tokio::test]
async fn timeout_during_the_tls_handshake_has_sent_nothing() {
    let (_listener, origin) = silent().await;
    for client in [ReqwestTransport::new().unwrap(), reqwest_0_13::from_client(reqwest::Client::new())] {
        let client = Client::builder(&origin).transport(client).timeout(LIMIT).build().unwrap();
        assert_eq!(order!(PostOrder).send(&client).await.unwrap_err().sent(), Sent::No);
        assert_eq!(order!(GetOrder).send(&client).await.unwrap_err().sent(), Sent::No);
    }
}

#[tokio::test]
async fn timeout_after_connecting_may_have_sent_the_request() {
    let ok = String::from_utf8(json(200, "")).unwrap().replace("connection: close\r\n", "");
    let server = RawServer::in_turn([
        Script::receive().write(ok).then_receive().stall(),
        Script::receive().stall(),
        Script::receive().stall(),
    ])
    .await;
    let client = Client::builder(server.origin()).timeout(5 * LIMIT).build().unwrap();
    order!(PostOrder).send(&client).await.unwrap();
    // On an idle connection, and on new ones.
    assert_eq!(order!(PostOrder).send(&client).await.unwrap_err().sent(), Sent::Maybe);
    assert_eq!(order!(PostOrder).send(&client).await.unwrap_err().sent(), Sent::Maybe);
    assert_eq!(order!(GetOrder).send(&client).await.unwrap_err().sent(), Sent::Maybe);
    assert_eq!(server.log().connections, 3);
}

#[tokio::test]
async fn invalid_certificate_is_not_retried() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("invalid_certificate");
    std::fs::create_dir_all(&folder).unwrap();
    let identity = Identity::of(&folder);
    identity.create();
    let server = RawServer::answering(json(200, "{}")).await;
    let front = TlsFront::before(&server, &identity).await;
    let client = Client::builder(front.origin()).retry(AT_ONCE).build().unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!((source.kind(), error.sent(), error.attempts()), (TransportErrorKind::Connect, Sent::No, 1));
    assert!(source.is_permanent() && source.to_string().contains("certificate"), "{source}");
}

#[tokio::test]
async fn server_without_tls_is_not_retried() {
    let server = RawServer::each(Script::new().write(reply(400, &[], ""))).await;
    let client = Client::builder(server.origin().replace("http:", "https:")).retry(AT_ONCE).build().unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert_eq!((error.sent(), error.attempts()), (Sent::No, 1), "{error:?}");
}

#[tokio::test]
async fn proxy_that_needs_credentials_is_not_retried_but_a_failed_proxy_is() {
    for (status, attempts) in [(407, 1), (502, 3), (503, 3)] {
        let proxy = RawServer::answering(reply(status, &[], "")).await;
        let builder = reqwest::Client::builder().proxy(reqwest::Proxy::all(proxy.origin()).unwrap());
        let transport = reqwest_0_13::from_builder(builder).unwrap();
        let client = Client::builder("https://orders.example").transport(transport).retry(AT_ONCE).build().unwrap();
        let error = order!(PostOrder).send(&client).await.unwrap_err();
        assert_eq!((error.sent(), error.attempts()), (Sent::No, attempts), "{status}: {}", support::printed(&error));
    }
}

#[tokio::test]
async fn refused_connection_and_unknown_host_are_retried() {
    let closed = ClosedPort::new();
    let origin = format!("https://{closed}");
    for origin in [origin.as_str(), "https://callsheet.invalid"] {
        let client = Client::builder(origin).retry(AT_ONCE).build().unwrap();
        let error = order!(PostOrder).send(&client).await.unwrap_err();
        assert_eq!((error.sent(), error.attempts()), (Sent::No, 3), "{}", support::printed(&error));
    }
}

/// A user's resolver with its own errors.
struct Busy;

impl reqwest::dns::Resolve for Busy {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(async { Err("the resolver is busy".into()) })
    }
}

#[tokio::test]
async fn unknown_error_of_a_resolver_is_retried() {
    let builder = reqwest::Client::builder().no_proxy().dns_resolver(std::sync::Arc::new(Busy));
    let transport = reqwest_0_13::from_builder(builder).unwrap();
    let client = Client::builder("http://orders.example").transport(transport).retry(AT_ONCE).build().unwrap();
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    assert!(support::printed(&error).contains("the resolver is busy"), "{}", support::printed(&error));
    assert_eq!((error.sent(), error.attempts()), (Sent::No, 3), "{}", support::printed(&error));
}

#[tokio::test]
async fn connection_closed_during_the_handshake_is_retried() {
    let (listener, origin) = silent().await;
    let accepting = tokio::spawn(async move {
        for _ in 0..16 {
            drop(listener.accept().await);
        }
    });
    let client = Client::builder(origin).retry(AT_ONCE).build().unwrap();
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    assert_eq!((error.sent(), error.attempts()), (Sent::No, 3), "{}", support::printed(&error));
    accepting.abort();
}

/// Sends each request twice in sequence and returns the second result.
#[derive(Clone)]
struct Twice(ReqwestTransport);

impl Transport for Twice {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let _ = self.0.send(request.clone()).await;
            let (mut parts, body) = request.into_parts();
            parts.uri = parts.headers["x-second"].to_str().unwrap().parse().unwrap();
            self.0.send(Request::from_parts(parts, body)).await
        })
    }
}

#[tokio::test]
async fn timeout_while_connecting_below_layers_has_sent_nothing_unless_one_sent_the_request_before() {
    let (_listener, origin) = silent().await;
    let service = ServiceBuilder::new()
        .concurrency_limit(4)
        .layer(tower::timeout::TimeoutLayer::new(10 * SECOND))
        .service(TransportService::new(ReqwestTransport::new().unwrap()));
    let client = Client::builder(&origin).transport(TowerTransport::new(service)).timeout(LIMIT).build().unwrap();
    assert_eq!(order!(PostOrder).send(&client).await.unwrap_err().sent(), Sent::No);

    let server = RawServer::each(Script::receive().write(reply(500, &[], ""))).await;
    let client = Client::builder(server.origin()).header("x-second", &origin).timeout(5 * LIMIT);
    let service = TransportService::new(Twice(ReqwestTransport::new().unwrap()));
    let client = client.transport(TowerTransport::new(service)).build().unwrap();
    assert_eq!(order!(PostOrder).send(&client).await.unwrap_err().sent(), Sent::Maybe);
    assert_eq!(server.requests().len(), 1);
}

/// Sends by the transport, and then in another way that reports nothing.
struct Fallback(ReqwestTransport);

impl Transport for Fallback {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let _ = self.0.send(request).await;
            std::future::pending().await
        })
    }
}

#[tokio::test]
async fn failed_connection_does_not_affect_the_send_state_of_a_later_request() {
    let closed = ClosedPort::new();
    let origin = format!("https://{closed}");
    let client = Client::builder(origin).transport(Fallback(ReqwestTransport::new().unwrap())).timeout(LIMIT);
    assert_eq!(order!(PostOrder).send(&client.build().unwrap()).await.unwrap_err().sent(), Sent::Maybe);
}
