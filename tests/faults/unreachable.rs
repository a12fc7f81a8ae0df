//! Errors of failed connections contain host, proxy and reason.

use callsheet::transport::TransportErrorKind;
use callsheet::transport::reqwest::ReqwestTransport;
use callsheet::{Client, Error};
use support::{ClosedPort, Identity, RawServer, Script, TlsFront, json, reply};
use tokio::net::TcpListener;

use crate::order;

/// Returns the sources of the error of a call through this transport.
async fn reason(origin: &str, transport: ReqwestTransport) -> String {
    let client = Client::builder(origin).transport(transport).retry(callsheet::RetryPolicy::none()).build().unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.kind(), TransportErrorKind::Connect);
    let text = source.to_string();
    assert!(!text.contains('\n') && !support::printed(&error).contains("s3cret"), "{}", support::printed(&error));
    text
}

fn direct() -> ReqwestTransport {
    ReqwestTransport::builder().no_proxy().build().unwrap()
}

fn through(proxy: &str) -> ReqwestTransport {
    ReqwestTransport::builder().proxy(format!("http://user:s3cret@{proxy}")).build().unwrap()
}

fn of_user(builder: reqwest::ClientBuilder) -> ReqwestTransport {
    callsheet::transport::reqwest_0_13::from_builder(builder).unwrap()
}

#[tokio::test]
async fn refused_connection_names_host_port_and_cause() {
    let server = ClosedPort::new();
    let expected = format!("cannot connect to {server}: connection refused");
    for origin in [format!("http://{server}"), format!("https://{server}/v1?key=s3cret")] {
        let origin = origin.split('?').next().unwrap();
        let text = reason(origin, direct()).await;
        assert!(text.starts_with(&expected), "{text}");
    }
}

#[tokio::test]
async fn unknown_host_names_host_port_and_the_failed_lookup() {
    for (origin, server) in [
        ("http://callsheet.invalid", "callsheet.invalid:80"),
        ("https://callsheet.invalid:8443", "callsheet.invalid:8443"),
    ] {
        let text = reason(origin, direct()).await;
        assert!(text.starts_with(&format!("cannot connect to {server}: cannot resolve the host name: ")), "{text}");
        assert!(!text.contains("dns error"), "{text}");
    }
}

/// A server with an untrusted certificate for 127.0.0.1.
async fn tls(name: &str) -> (Identity, RawServer, TlsFront) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let identity = Identity::of(&folder);
    identity.create();
    let server = RawServer::answering(json(200, r#"{"id":"o"}"#)).await;
    let front = TlsFront::before(&server, &identity).await;
    (identity, server, front)
}

#[tokio::test]
async fn certificate_that_is_not_trusted_names_host_port_and_the_reason() {
    let (_identity, _server, front) = tls("unreachable_untrusted").await;
    let address = front.origin().trim_start_matches("https://");
    let text = reason(front.origin(), direct()).await;
    let expected =
        format!("cannot connect to {address}: TLS handshake failed: invalid peer certificate: UnknownIssuer");
    assert_eq!(text, expected);
}

#[tokio::test]
async fn certificate_of_another_name_names_host_port_and_the_names_that_are_valid() {
    let (identity, _server, front) = tls("unreachable_name").await;
    let address: std::net::SocketAddr = front.origin().trim_start_matches("https://").parse().unwrap();
    let certificate = std::fs::read(&identity.certificate).unwrap();
    let transport = ReqwestTransport::builder()
        .no_proxy()
        .root_certificate(certificate)
        .resolve("orders.example", address)
        .build()
        .unwrap();
    let text = reason(&format!("https://orders.example:{}", address.port()), transport).await;
    let expected = format!(
        "cannot connect to orders.example:{}: TLS handshake failed: invalid peer certificate: certificate not valid for \
         name \"orders.example\"",
        address.port()
    );
    assert!(text.starts_with(&expected) && text.contains("127.0.0.1"), "{text}");
}

#[tokio::test]
async fn error_reports_that_the_server_has_no_tls() {
    let server = RawServer::each(Script::new().write(reply(400, &[], ""))).await;
    let address = server.origin().trim_start_matches("http://");
    let text = reason(&format!("https://{address}"), direct()).await;
    assert!(text.starts_with(&format!("cannot connect to {address}: TLS handshake failed: ")), "{text}");
    assert!(text.ends_with("(the server may not use TLS on this port)"), "{text}");
}

#[tokio::test]
async fn proxy_that_refuses_the_connection_is_named_instead_of_the_server() {
    let proxy = ClosedPort::new();
    for origin in ["http://orders.example", "https://orders.example"] {
        let text = reason(origin, through(&proxy.to_string())).await;
        assert!(text.starts_with(&format!("cannot connect to the proxy {proxy}: connection refused")), "{text}");
    }
}

#[tokio::test]
async fn exception_from_the_proxy_names_the_server() {
    let (server, proxy) = (ClosedPort::new(), ClosedPort::new());
    let transport = ReqwestTransport::builder().proxy(proxy.to_string()).proxy_except("127.0.0.1").build().unwrap();
    let text = reason(&format!("http://{server}"), transport).await;
    assert!(text.starts_with(&format!("cannot connect to {server}: connection refused")), "{text}");
}

#[tokio::test]
async fn proxy_with_an_unknown_name_is_named() {
    for origin in ["http://orders.example", "https://orders.example"] {
        let text = reason(origin, through("callsheet.invalid:3128")).await;
        let expected = "cannot connect to the proxy callsheet.invalid:3128: cannot resolve the host name: ";
        assert!(text.starts_with(expected), "{text}");
    }
}

#[tokio::test]
async fn proxy_that_refuses_the_tunnel_is_named_with_the_server() {
    for (status, expected) in [
        (407, "requires valid credentials (407 Proxy Authentication Required)"),
        (502, "did not connect to orders.example:443"),
        (403, "did not connect to orders.example:443"),
    ] {
        let proxy = RawServer::answering(reply(status, &[], "")).await;
        let address = proxy.origin().trim_start_matches("http://");
        let text = reason("https://orders.example", through(address)).await;
        assert_eq!(text, format!("the proxy {address} {expected}"));
    }
}

#[tokio::test]
async fn proxy_that_closes_the_connection_is_named() {
    let proxy = RawServer::each(Script::receive()).await;
    let address = proxy.origin().trim_start_matches("http://");
    let text = reason("https://orders.example", through(address)).await;
    assert_eq!(text, format!("the proxy {address} did not connect to orders.example:443: unexpected end of file"));
}

#[tokio::test]
async fn certificate_error_over_a_proxy_names_server_and_proxy() {
    let established = "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 400 Bad Request\r\n\r\n";
    let proxy = RawServer::each(Script::receive_head().write(established)).await;
    let address = proxy.origin().trim_start_matches("http://");
    let text = reason("https://orders.example", through(address)).await;
    let expected = format!("cannot connect to orders.example:443 through the proxy {address}: TLS handshake failed: ");
    assert!(text.starts_with(&expected), "{text}");
}

#[tokio::test]
async fn error_of_a_custom_client_mentions_that_it_may_use_a_proxy() {
    let server = ClosedPort::new();
    let origin = format!("http://{server}");
    let text = reason(&origin, of_user(reqwest::Client::builder())).await;
    let expected = format!("cannot connect to {server}, or to a proxy of the `reqwest::Client`: connection refused");
    assert!(text.starts_with(&expected), "{text}");

    let proxy = RawServer::answering(reply(407, &[], "")).await;
    let with_proxy = reqwest::Client::builder().proxy(reqwest::Proxy::all(proxy.origin()).unwrap());
    let text = reason("https://orders.example", of_user(with_proxy)).await;
    assert_eq!(text, "the proxy requires valid credentials (407 Proxy Authentication Required)");
}

#[tokio::test]
async fn connect_timeout_names_host_and_port() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let limit = std::time::Duration::from_millis(60);
    for (origin, transport, expected) in [
        (format!("https://{address}"), direct(), format!("no connection to {address} within 60ms")),
        (
            "https://orders.example".to_owned(),
            through(&address.to_string()),
            format!("no connection to orders.example:443 through the proxy {address} within 60ms"),
        ),
    ] {
        let client = Client::builder(origin).transport(transport).connect_timeout(limit);
        let client = client.retry(callsheet::RetryPolicy::none()).build().unwrap();
        let error = order!(GetOrder).send(&client).await.unwrap_err();
        let Error::Timeout { source, .. } = &error else { panic!("{error:?}") };
        assert_eq!(source.to_string(), expected);
    }
}

#[tokio::test]
async fn redirect_to_a_closed_port_names_the_target_of_the_redirect() {
    let server = ClosedPort::new();
    let location = format!("http://{server}/x");
    let first = RawServer::answering(support::redirect(302, &location)).await;
    let text = reason(first.origin(), direct()).await;
    assert!(text.starts_with(&format!("cannot connect to {server}: connection refused")), "{text}");
}

/// Runs in a separate process whose environment sets a proxy.
#[tokio::test]
#[ignore = "run by `proxy_of_the_environment_is_named`"]
async fn in_the_environment() {
    for transport in [ReqwestTransport::new().unwrap(), direct()] {
        println!("<{}>", reason("http://callsheet.invalid", transport).await);
    }
}

#[tokio::test]
async fn proxy_of_the_environment_is_named() {
    let proxy = ClosedPort::new();
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "unreachable::in_the_environment", "--ignored", "--nocapture"])
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .env("HTTP_PROXY", format!("http://user:s3cret@{proxy}"))
        .output()
        .unwrap();
    let text = String::from_utf8(child.stdout).unwrap();
    let lines: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix('<')).collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with(&format!("cannot connect to the proxy {proxy}: connection refused")), "{text}");
    assert!(lines[1].starts_with("cannot connect to callsheet.invalid:80: cannot resolve"), "{text}");
}
