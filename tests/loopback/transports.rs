//! Custom transports.

use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use callsheet::transport::{
    Body, BoxError, BoxFuture, Transport, TransportError, TransportErrorKind, into_bytes_request,
};
use callsheet::{Client, Error, RetryPolicy, error::Sent};
use http::{HeaderMap, Request, Response};
use http_body::Frame;
use support::SHORT;
use support::widgets::{WIDGET, get_widget, update_widget, widget};

use crate::{assert_kept, assert_no_reply, transport_kind};

type Answer = dyn Fn() -> Result<Response<Body>, TransportError> + Send + Sync;

/// Responds to every request itself, and records it.
#[derive(Clone)]
struct Own {
    requests: Arc<Mutex<Vec<Request<Bytes>>>>,
    answer: Arc<Answer>,
}

impl Own {
    fn new(answer: impl Fn() -> Result<Response<Body>, TransportError> + Send + Sync + 'static) -> Self {
        Self { requests: Arc::default(), answer: Arc::new(answer) }
    }

    /// A transport that returns 200 with this body.
    fn ok(body: impl Fn() -> Body + Send + Sync + 'static) -> Self {
        Self::new(move || Ok(Response::builder().header("x-request-id", "req_1").body(body()).unwrap()))
    }

    fn client(&self) -> Client {
        Client::builder("http://own.example/v1")
            .bearer("token-1")
            .transport(self.clone())
            .timeout(SHORT)
            .retry(RetryPolicy::none())
            .build()
            .unwrap()
    }
}

impl Transport for Own {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.requests.lock().unwrap().push(into_bytes_request(request).unwrap());
        Box::pin(async move { (self.answer)() })
    }
}

/// A body of several frames.
struct Frames(VecDeque<Result<Frame<Bytes>, BoxError>>);

impl Frames {
    fn data<const N: usize>(pieces: [&'static str; N]) -> Self {
        Self(pieces.iter().map(|piece| Ok(Frame::data(Bytes::from_static(piece.as_bytes())))).collect())
    }

    fn then(mut self, frame: Result<Frame<Bytes>, BoxError>) -> Self {
        self.0.push_back(frame);
        self
    }
}

impl http_body::Body for Frames {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(self.0.pop_front())
    }
}

/// A body that stalls after its first piece.
struct Stalled(Option<&'static str>);

impl http_body::Body for Stalled {
    type Data = Bytes;
    type Error = String;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, String>>> {
        self.0
            .take()
            .map_or(Poll::Pending, |piece| Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(piece.as_bytes()))))))
    }
}

#[tokio::test]
async fn transport_receives_the_whole_request() {
    let own = Own::ok(|| Body::from(WIDGET));
    assert_eq!(update_widget().send(&own.client()).await.unwrap(), widget());
    let request = own.requests.lock().unwrap().remove(0);
    assert_eq!(
        (request.method().as_str(), request.uri().to_string().as_str()),
        ("PATCH", "http://own.example/v1/widgets/wid_1")
    );
    assert_eq!(request.body(), r#"{"name":"Bolt"}"#);
    assert_eq!(request.headers()["authorization"], "Bearer token-1");
    assert!(request.headers()["authorization"].is_sensitive());
}

#[tokio::test]
async fn body_in_several_frames_is_joined() {
    let trailers = || Ok(Frame::trailers(HeaderMap::new()));
    let pieces = move || Frames::data(["", "{\"id\":", "", "\"wid_1\",", "\"size\":3}"]).then(trailers());
    let own = Own::ok(move || Body::new(pieces()));
    let full = get_widget().send(&own.client()).with_reply().await.unwrap();
    assert_eq!((full.value, &full.reply.body()[..]), (widget(), WIDGET.as_bytes()));
}

#[tokio::test]
async fn body_that_fails_keeps_the_received_part() {
    let own = Own::ok(|| Body::new(Frames::data(["{\"id\"", ":"]).then(Err("the cable was cut".into()))));
    let error = get_widget().send(&own.client()).await.unwrap_err();
    assert_eq!(transport_kind(&error), TransportErrorKind::CutOff);
    assert_kept(&error, 200, b"{\"id\":");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the cable was cut");
}

#[tokio::test]
async fn body_can_set_the_kind_of_its_error() {
    let late = || TransportError::new(TransportErrorKind::Timeout, Sent::Yes, "too slow");
    let own = Own::ok(move || Body::new(Frames::data(["a"]).then(Err(late().into()))));
    let error = get_widget().send(&own.client()).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_kept(&error, 200, b"a");
}

#[tokio::test]
async fn client_applies_timeouts_and_limits_to_any_transport() {
    let own = Own::ok(|| Body::new(Stalled(Some("{"))));
    let error = get_widget().send(&own.client()).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_kept(&error, 200, b"{");

    let own = Own::ok(|| Body::new(Frames::data(["abc", "def", "ghi"])));
    let client = Client::builder("http://own.example").transport(own).reply_limit(5).build().unwrap();
    let error = get_widget().send(&client).await.unwrap_err();
    assert_eq!(transport_kind(&error), TransportErrorKind::TooLarge);
    assert_kept(&error, 200, b"abcde");
}

#[tokio::test]
async fn transport_error_keeps_its_kind_and_send_state() {
    for (kind, sent) in [
        (TransportErrorKind::Connect, Sent::No),
        (TransportErrorKind::NoReply, Sent::Maybe),
        (TransportErrorKind::NoReply, Sent::Yes),
        (TransportErrorKind::Request, Sent::No),
    ] {
        let own = Own::new(move || Err(TransportError::new(kind, sent, "pigeon lost")));
        let error = get_widget().send(&own.client()).await.unwrap_err();
        assert_eq!(transport_kind(&error), kind);
        assert_no_reply(&error, sent);
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "pigeon lost");
    }
}

#[test]
fn custom_transport_needs_no_runtime() {
    let own = Own::ok(|| Body::from(WIDGET));
    let client = Client::builder("http://own.example").transport(own).no_timeout().build().unwrap();
    let call = pin!(get_widget().send(&client));
    match call.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(value)) => assert_eq!(value, widget()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn transport_can_return_an_error_response() {
    let own = Own::new(|| {
        let body = Body::from(r#"{"code":"widget_not_found","message":"none"}"#);
        Ok(Response::builder().status(404).body(body).unwrap())
    });
    let error = get_widget().send(&own.client()).await.unwrap_err();
    assert!(matches!(error, Error::Documented { .. }), "{error:?}");
    assert_eq!(error.message(), Some("none"));
}

#[tokio::test]
async fn request_counts_as_sent_after_the_head_whatever_error_the_body_has() {
    let own = Own::ok(|| {
        let error = TransportError::new(TransportErrorKind::CutOff, Sent::No, "broken");
        Body::new(Frames::data(["part"]).then(Err(error.into())))
    });
    let error = get_widget().send(&own.client()).await.unwrap_err();
    assert_eq!((error.sent(), error.body().unwrap().as_ref()), (Sent::Yes, b"part".as_slice()));
}
