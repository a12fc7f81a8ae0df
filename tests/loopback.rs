//! Calls over loopback to a server that misbehaves: which bytes are sent, and how the client handles each response.

#[path = "loopback/base_urls.rs"]
mod base_urls;
#[path = "loopback/calls.rs"]
mod calls;
#[path = "loopback/cuts.rs"]
mod cuts;
#[path = "loopback/documented.rs"]
mod documented;
#[path = "loopback/limits.rs"]
mod limits;
#[path = "loopback/requests.rs"]
mod requests;
#[path = "loopback/runtimes.rs"]
mod runtimes;
#[path = "loopback/secrets.rs"]
mod secrets;
#[path = "loopback/settings.rs"]
mod settings;
#[path = "loopback/successes.rs"]
mod successes;
#[path = "loopback/transports.rs"]
mod transports;
#[path = "loopback/unexpected.rs"]
mod unexpected;
#[path = "loopback/urls.rs"]
mod urls;

use callsheet::transport::TransportErrorKind;
use callsheet::{
    Error,
    error::{DocumentedError, Sent},
};

/// Asserts that an error contains a whole reply with the request id `req_1`.
#[track_caller]
fn assert_kept<E: DocumentedError>(error: &Error<E>, status: u16, body: &[u8]) {
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status), "{error:?}");
    let came = error.body().expect("the reply's body");
    let start = String::from_utf8_lossy(&came[..came.len().min(80)]);
    assert!(*came == body, "received {} bytes, expected {}: {start}\n{error:?}", came.len(), body.len());
    let headers = error.headers().expect("the reply's headers");
    assert!(headers.get("x-request-id").is_some_and(|id| id == "req_1"), "{error:?}");
    assert_eq!(error.request_id(), Some("req_1"));
    assert_eq!((error.sent(), error.attempts()), (Sent::Yes, 1));
    let line = error.to_string();
    assert!(line.contains(&status.to_string()) && line.contains("req_1") && !line.contains('\n'), "{line}");
}

/// Asserts that no reply arrived.
#[track_caller]
fn assert_no_reply<E: DocumentedError>(error: &Error<E>, sent: Sent) {
    assert_eq!(error.status(), None, "{error:?}");
    assert!(error.headers().is_none() && error.body().is_none() && error.request_id().is_none(), "{error:?}");
    assert_eq!((error.sent(), error.attempts()), (sent, 1), "{error:?}");
}

/// Returns the kind of a transport error that is not a timeout.
#[track_caller]
fn transport_kind<E: DocumentedError>(error: &Error<E>) -> TransportErrorKind {
    match error {
        Error::Transport { source, .. } => {
            assert_ne!(source.kind(), TransportErrorKind::Timeout, "a timeout has its own kind");
            source.kind()
        }
        other => panic!("expected a failure of the transport, got {other:?}"),
    }
}
