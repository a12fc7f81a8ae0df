//! Custom transports, which may report less than the default one.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use callsheet::error::Sent;
use callsheet::transport::reqwest::ReqwestTransport;
use callsheet::transport::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
use callsheet::{Client, RetryPolicy};
use http::{Request, Response};

use crate::{assert_is_of_body, put};

/// Fails the first time without reading the body.
pub(crate) struct FirstFails {
    transport: ReqwestTransport,
    has_failed: AtomicBool,
}

impl FirstFails {
    pub(crate) fn new() -> Self {
        Self { transport: crate::transport(), has_failed: AtomicBool::new(false) }
    }
}

impl Transport for FirstFails {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        if self.has_failed.swap(true, SeqCst) {
            return self.transport.send(request);
        }
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Connect, Sent::No, "planned")) })
    }
}

/// Reads the body, and reports every failure as a failed connection.
struct Vague;

impl Transport for Vague {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async {
            match request.into_body().read_to_bytes(1000).await {
                Ok(bytes) => Ok(Response::new(Body::from(bytes))),
                Err(_) => Err(TransportError::new(TransportErrorKind::NoReply, Sent::Maybe, "connection closed")),
            }
        })
    }
}

#[tokio::test]
async fn error_of_a_body_is_named_whatever_the_transport_reports() {
    let client = Client::builder("http://localhost").transport(Vague).retry(RetryPolicy::none()).build().unwrap();
    put("fine").send(&client).await.unwrap();
    let failing = futures_util::stream::iter([Ok("a"), Err("the disk is gone")]);
    let error = put(Body::stream(failing)).send(&client).await.unwrap_err();
    assert_is_of_body(&error, "the disk is gone");
    assert_eq!(error.sent(), Sent::Maybe);
}
