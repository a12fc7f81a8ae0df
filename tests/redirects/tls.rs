//! Redirects from https to http, and from http to https.
//!
//! The default transport trusts the certificates that the platform trusts. On Linux an environment variable can change
//! them, but a test cannot change the environment of its own process. So the test runs itself again in a process with
//! this variable.

use std::path::Path;
use std::process::Command;

use callsheet::Client;
use support::widgets::{WIDGET, get_widget, update_widget, widget};
use support::{Identity, RawServer, TlsFront, json};

use super::{assert_carries_all, assert_carries_nothing, assert_not_followed, redirecting};

const TRUSTED: &str = "SSL_CERT_FILE";

/// In a process that trusts a new identity, returns this identity. Otherwise runs the test with this name in such a
/// process.
fn trusted(test: &str) -> Option<Identity> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let identity = Identity::of(&folder);
    if std::env::var_os(TRUSTED).is_some_and(|file| *file == *identity.certificate) {
        return Some(identity);
    }
    std::fs::create_dir_all(&folder).unwrap();
    identity.create();
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program)
        .args(["--exact", &format!("tls::{test}"), "--nocapture"])
        .env(TRUSTED, &identity.certificate)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    None
}

fn client_of(front: &TlsFront) -> Client {
    let builder = Client::builder(front.origin()).bearer("token-1").secret_header("x-api-key", "key-1");
    builder.header("x-tenant", "acme").build().unwrap()
}

#[tokio::test]
async fn redirect_from_https_to_http_is_not_followed() {
    let Some(identity) = trusted("redirect_from_https_to_http_is_not_followed") else { return };
    let plain = RawServer::answering(json(200, WIDGET)).await;
    let location = format!("{}/x", plain.origin());
    for status in [301, 302, 303, 307, 308] {
        let server = redirecting(status, &location).await;
        let front = TlsFront::before(&server, &identity).await;
        let error = get_widget().send(&client_of(&front)).await.unwrap_err();
        assert_not_followed(&error, status, location.as_bytes());
        assert_carries_all(&server.request());
    }
    let server = redirecting(303, &location).await;
    let front = TlsFront::before(&server, &identity).await;
    assert_not_followed(&update_widget().send(&client_of(&front)).await.unwrap_err(), 303, location.as_bytes());
    assert_eq!(plain.log().connections, 0);
}

#[tokio::test]
async fn redirect_into_tls_or_to_another_port_sends_no_secret() {
    let Some(identity) = trusted("redirect_into_tls_or_to_another_port_sends_no_secret") else { return };
    let other = RawServer::answering(json(200, WIDGET)).await;
    let target = TlsFront::before(&other, &identity).await;
    let location = format!("{}/x", target.origin());
    let server = redirecting(302, &location).await;
    assert_eq!(get_widget().send(&super::client_of(&server)).await.unwrap(), widget());
    let server = redirecting(302, &location).await;
    let front = TlsFront::before(&server, &identity).await;
    assert_eq!(get_widget().send(&client_of(&front)).await.unwrap(), widget());
    assert_eq!(other.requests().len(), 2);
    other.requests().iter().for_each(assert_carries_nothing);
}
