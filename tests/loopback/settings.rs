//! The settings of the default transport, checked by what a server or a proxy receives.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use callsheet::transport::reqwest::{ReqwestTransport, ReqwestTransportBuilder, TlsVersion};
use callsheet::{Client, Error, RetryPolicy};
use support::widgets::get_widget;
use support::{Identity, RawServer, Script, TlsFront, json, printed, reply};
use tokio::net::TcpListener;
use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::version::{TLS12, TLS13};

const WIDGET: &str = r#"{"id":"w","size":1}"#;

/// Does not use the proxies of the environment.
fn builder() -> ReqwestTransportBuilder {
    ReqwestTransport::builder().no_proxy()
}

async fn call(origin: &str, transport: ReqwestTransport) -> Result<(), String> {
    let client = Client::builder(origin).transport(transport).retry(RetryPolicy::none()).build().unwrap();
    match get_widget().send(&client).await {
        Ok(_) => Ok(()),
        Err(Error::Transport { source, .. }) => Err(source.to_string()),
        Err(other) => panic!("{}", printed(&other)),
    }
}

fn identity(name: &str) -> Identity {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("settings").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let identity = Identity::of(&folder);
    identity.create();
    identity
}

#[tokio::test]
async fn root_certificate_is_trusted_with_and_without_those_of_the_platform() {
    let identity = identity("roots");
    let server = RawServer::answering(json(200, WIDGET)).await;
    let front = TlsFront::before(&server, &identity).await;
    let pem = std::fs::read_to_string(&identity.certificate).unwrap();
    call(front.origin(), builder().root_certificate(&pem).build().unwrap()).await.unwrap();
    call(front.origin(), builder().only_root_certificates(&pem).build().unwrap()).await.unwrap();
    let untrusted = call(front.origin(), builder().build().unwrap()).await.unwrap_err();
    assert!(untrusted.contains("UnknownIssuer"), "{untrusted}");
}

#[tokio::test]
async fn identity_is_sent_to_a_server_that_asks_for_it() {
    let (of_server, of_client) = (identity("server"), identity("client"));
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&of_client.certificate).unwrap()).unwrap();
    let provider = Arc::new(default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
    let server = RawServer::answering(json(200, WIDGET)).await;
    let front = TlsFront::asking(&server, &of_server, &[&TLS12, &TLS13], verifier).await;
    let trusting = || builder().root_certificate(std::fs::read(&of_server.certificate).unwrap());
    let read = |path: &Path| std::fs::read(path).unwrap();
    let with_identity = trusting().identity(read(&of_client.certificate), read(&of_client.key)).build().unwrap();
    call(front.origin(), with_identity).await.unwrap();
    assert!(call(front.origin(), trusting().build().unwrap()).await.is_err());
}

#[tokio::test]
async fn tls_version_below_the_minimum_is_refused() {
    let identity = identity("versions");
    let server = RawServer::answering(json(200, WIDGET)).await;
    let verifier = WebPkiClientVerifier::no_client_auth();
    let front = TlsFront::asking(&server, &identity, &[&TLS12], verifier).await;
    let pem = std::fs::read(&identity.certificate).unwrap();
    let with = |version| builder().root_certificate(&pem).min_tls_version(version).build().unwrap();
    call(front.origin(), with(TlsVersion::V1_2)).await.unwrap();
    let error = call(front.origin(), with(TlsVersion::V1_3)).await.unwrap_err();
    assert!(error.contains("TLS handshake failed: ") && error.contains("ProtocolVersion"), "{error}");
}

/// A server that responds to two requests on each connection.
async fn keeping() -> RawServer {
    let answer = String::from_utf8(json(200, WIDGET)).unwrap().replace("connection: close\r\n", "");
    RawServer::each(Script::receive().write(&answer).then_receive().write(&answer)).await
}

#[tokio::test]
async fn idle_connections_respect_the_set_time_and_number() {
    let pause = Duration::from_millis(120);
    for (builder, connections) in [
        (builder(), 1),
        (builder().pool_idle_timeout(pause / 4), 2),
        (builder().pool_idle_timeout(10 * pause), 1),
        (builder().pool_max_idle_per_host(0), 2),
        (builder().pool_max_idle_per_host(1).tcp_keepalive(pause), 1),
    ] {
        let server = keeping().await;
        let transport = builder.build().unwrap();
        call(server.origin(), transport.clone()).await.unwrap();
        tokio::time::sleep(pause).await;
        call(server.origin(), transport).await.unwrap();
        assert_eq!(server.log().connections, connections);
    }
}

#[tokio::test]
async fn connect_timeout_of_the_transport_applies_unless_the_client_sets_one() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let transport = || builder().connect_timeout(Duration::from_millis(50)).build().unwrap();
    let client = || Client::builder(format!("https://{address}")).retry(RetryPolicy::none());
    for (client, expected) in [
        (client().transport(transport()), "50ms"),
        (client().transport(transport()).connect_timeout(Duration::from_millis(90)), "90ms"),
    ] {
        let Error::Timeout { source, .. } = get_widget().send(&client.build().unwrap()).await.unwrap_err() else {
            panic!("a timeout")
        };
        assert_eq!(source.to_string(), format!("no connection to {address} within {expected}"));
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn connection_comes_from_the_local_address() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let address = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 7));
    let transport = builder().local_address(address).build().unwrap();
    let accepted = async { listener.accept().await.unwrap().1 };
    let (peer, _) = tokio::join!(accepted, call(&origin, transport));
    assert_eq!(peer.ip(), address);
}

#[tokio::test]
async fn resolved_host_is_not_looked_up() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let address: SocketAddr = server.origin().trim_start_matches("http://").parse().unwrap();
    let transport = builder().resolve("widgets.invalid", address).build().unwrap();
    call(&format!("http://widgets.invalid:{}", address.port()), transport).await.unwrap();
    assert_eq!(server.request().header("host"), Some(&*format!("widgets.invalid:{}", address.port())));
}

/// Returns how many requests of a call the proxy and the server received.
async fn seen(settings: impl FnOnce(&str) -> ReqwestTransportBuilder) -> (usize, usize) {
    let proxy = RawServer::answering(json(200, WIDGET)).await;
    let server = RawServer::answering(json(200, WIDGET)).await;
    let transport = settings(proxy.origin()).build().unwrap();
    call(server.origin(), transport).await.unwrap();
    (proxy.requests().len(), server.requests().len())
}

#[tokio::test]
async fn proxy_is_used_for_its_scheme_and_not_for_exceptions() {
    let builder = ReqwestTransport::builder;
    let (by_proxy, direct) = ((1, 0), (0, 1));
    assert_eq!(seen(|proxy| builder().proxy(proxy)).await, by_proxy);
    assert_eq!(seen(|proxy| builder().proxy(proxy.trim_start_matches("http://"))).await, by_proxy);
    assert_eq!(seen(|proxy| builder().http_proxy(proxy)).await, by_proxy);
    assert_eq!(seen(|proxy| builder().https_proxy(proxy)).await, direct);
    assert_eq!(seen(|proxy| builder().proxy(proxy).no_proxy()).await, direct);
    assert_eq!(seen(|proxy| builder().proxy(proxy).proxy_except("127.0.0.0/8")).await, direct);
    assert_eq!(seen(|proxy| builder().proxy(proxy).proxy_except("a.example")).await, by_proxy);
}

#[tokio::test]
async fn proxy_gets_the_credentials_and_no_error_has_them() {
    let proxy = RawServer::answering(reply(407, &[], "")).await;
    let url = proxy.origin().replace("http://", "http://user:s3cret@");
    let transport = ReqwestTransport::builder().proxy(&url).build().unwrap();
    assert!(!format!("{:?} {transport:?}", ReqwestTransport::builder().proxy(url)).contains("s3cret"));
    let client = Client::builder("http://widgets.example").transport(transport).build().unwrap();
    let error = get_widget().send(&client).await.unwrap_err();
    assert!(!printed(&error).contains("s3cret"), "{}", printed(&error));
    assert_eq!(proxy.request().header("proxy-authorization"), Some("Basic dXNlcjpzM2NyZXQ="));
}

#[test]
fn invalid_or_ineffective_settings_are_config_errors() {
    let builder = ReqwestTransport::builder;
    for (settings, expected) in [
        (builder().proxy("http://user:s3cret@"), "`http_proxy`: the URL of the proxy is invalid: empty host"),
        (
            builder().https_proxy("socks5://user:s3cret@proxy.example"),
            "`https_proxy`: the scheme of the proxy is not `http` or `https`",
        ),
        (builder().proxy_except("a.example"), "`proxy_except` has no effect: set the proxy by `proxy`"),
        (builder().no_proxy().proxy_except("a.example"), "`proxy_except` has no effect: set the proxy by `proxy`"),
        (builder().root_certificate("no PEM"), "`root_certificate`: no certificate in PEM (`BEGIN CERTIFICATE`)"),
        (
            builder().only_root_certificates("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"),
            "`only_root_certificates`: ",
        ),
        (builder().identity("no PEM", "s3cret"), "`identity`: "),
    ] {
        let error = settings.build().unwrap_err().to_string();
        assert!(error.starts_with(expected) && !error.contains("s3cret"), "{error}");
    }
}
