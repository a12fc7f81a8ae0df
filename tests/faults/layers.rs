//! `tower` services and layers between client and transport.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use callsheet::clock::TokioClock;
use callsheet::transport::tower::{TowerTransport, TransportService};
use callsheet::transport::{Body, BoxFuture, SendState, Transport, TransportError, TransportErrorKind};
use callsheet::{
    Client, Error,
    error::{BoxError, Sent},
};
use http::{Request, Response};
use support::{Scripted, Step};
use tokio::task::JoinSet;
use tower::{Service, ServiceBuilder, service_fn};

use crate::{AT_ONCE, SECOND, ended, order};

fn client<S, B>(service: S) -> Client
where
    S: Service<Request<Body>, Response = Response<B>> + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let builder =
        Client::builder("http://orders.example").transport(TowerTransport::new(service)).clock(TokioClock::new());
    builder.retry(AT_ONCE).build().unwrap()
}

/// Takes a second for each request, and counts how many there are at a time.
#[derive(Clone, Default)]
struct Slow {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Transport for Slow {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async {
            let now = self.now.fetch_add(1, SeqCst) + 1;
            self.most.fetch_max(now, SeqCst);
            tokio::time::sleep(SECOND).await;
            self.now.fetch_sub(1, SeqCst);
            Ok(Response::new(Body::from("")))
        })
    }
}

async fn at_once(client: &Client, calls: usize) -> Duration {
    let start = tokio::time::Instant::now();
    let mut set = JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        set.spawn(async move { order!(GetOrder).send(&client).await.unwrap() });
    }
    set.join_all().await;
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn calls_over_the_concurrency_limit_wait() {
    let slow = Slow::default();
    let free = client(TransportService::new(slow.clone()));
    assert!(at_once(&free, 20).await < 2 * SECOND);
    assert_eq!(slow.most.swap(0, SeqCst), 20);
    let limited = client(ServiceBuilder::new().concurrency_limit(4).service(TransportService::new(slow.clone())));
    let took = at_once(&limited, 20).await;
    assert_eq!(slow.most.load(SeqCst), 4);
    assert!(took >= 5 * SECOND && took < 6 * SECOND, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn calls_dropped_in_the_queue_release_their_place() {
    let slow = Slow::default();
    let limited = client(ServiceBuilder::new().concurrency_limit(1).service(TransportService::new(slow.clone())));
    for _ in 0..5 {
        let both = async { tokio::join!(order!(GetOrder).send(&limited), order!(GetOrder).send(&limited)) };
        assert!(tokio::time::timeout(SECOND / 2, both).await.is_err());
    }
    assert!(at_once(&limited, 3).await < 4 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn rate_limit_counts_every_attempt() {
    let transport = Scripted::new([Step::status(503), Step::status(200)]);
    let service = TransportService::new(transport.clone());
    let client = client(ServiceBuilder::new().rate_limit(2, 10 * SECOND).service(service));
    for _ in 0..5 {
        order!(GetOrder).send(&client).await.unwrap();
    }
    let starts = transport.attempts();
    let since: Vec<u64> = starts.iter().map(|attempt| attempt.at.saturating_sub(starts[0].at).as_secs()).collect();
    assert_eq!(since, [0, 0, 10, 10, 20, 20]);
}

#[tokio::test(start_paused = true)]
async fn call_that_waits_for_a_limit_keeps_its_timeout() {
    let service = TransportService::new(Slow::default());
    let client = client(ServiceBuilder::new().rate_limit(1, 100 * SECOND).service(service));
    order!(PostOrder).send(&client).await.unwrap();
    let options = callsheet::CallOptions::new().timeout(5 * SECOND);
    let error = order!(PostOrder).send(&client).with(options).await.unwrap_err();
    assert!(error.is_timeout() && error.elapsed() < 6 * SECOND, "{error:?}");
}

/// A custom layer that adds a header to every attempt.
#[derive(Clone)]
struct Stamp<S>(S);

impl<S: Service<Request<Body>>> Service<Request<Body>> for Stamp<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> S::Future {
        request.headers_mut().insert("x-stamp", http::HeaderValue::from_static("1"));
        self.0.call(request)
    }
}

#[tokio::test(start_paused = true)]
async fn custom_layer_sees_every_attempt() {
    let transport = Scripted::new([Step::status(503), Step::status(200)]);
    let layered = ServiceBuilder::new().layer_fn(Stamp).service(TransportService::new(transport.clone()));
    order!(GetOrder).send(&client(layered)).await.unwrap();
    assert_eq!(transport.header("x-stamp"), [Some("1".to_owned()), Some("1".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn transport_error_is_unchanged_by_layers() {
    for (kind, sent, attempts) in [
        (TransportErrorKind::Connect, Sent::No, 3),
        (TransportErrorKind::NoReply, Sent::Maybe, 1),
        (TransportErrorKind::Request, Sent::No, 1),
    ] {
        let transport = Scripted::new([Step::Fails(kind, sent)]);
        let layers = ServiceBuilder::new().concurrency_limit(2).layer_fn(Stamp).map_err(Into::<BoxError>::into);
        let error = order!(PostOrder).send(&client(layers.service(TransportService::new(transport)))).await;
        let error = error.unwrap_err();
        let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
        assert_eq!((source.kind(), error.sent(), error.attempts()), (kind, sent, attempts));
    }
}

#[tokio::test(start_paused = true)]
async fn error_of_a_layer_is_not_retried_and_may_have_been_sent() {
    let service = service_fn(|_: Request<Body>| async { Err::<Response<Body>, _>("the cache is full") });
    let error = order!(GetOrder).send(&client(service)).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!((source.kind(), error.sent(), error.attempts()), (TransportErrorKind::Layer, Sent::Maybe, 1));
    assert!(support::printed(&error).contains("the cache is full"));
}

/// A service that is never ready.
struct Shut;

impl Service<Request<Body>> for Shut {
    type Response = Response<Body>;
    type Error = &'static str;
    type Future = std::future::Ready<Result<Response<Body>, &'static str>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
        Poll::Ready(Err("the circuit is open"))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        unreachable!("it was not ready")
    }
}

#[tokio::test(start_paused = true)]
async fn service_that_is_not_ready_has_sent_nothing() {
    let ended = ended(order!(GetOrder).send(&client(Shut)).with_reply().await);
    assert_eq!((ended.how.as_str(), ended.sent, ended.attempts), ("layer", Sent::No, 1));
}

/// An error of a layer with another error as its source.
#[derive(Debug)]
struct Wrapped(BoxError);

impl std::fmt::Display for Wrapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the layer gave up")
    }
}

impl std::error::Error for Wrapped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}

#[tokio::test(start_paused = true)]
async fn transport_error_in_the_sources_of_a_layers_error_is_used() {
    for (kind, sent, attempts) in [
        (TransportErrorKind::Connect, Sent::No, 3),
        (TransportErrorKind::Layer, Sent::No, 1),
        (TransportErrorKind::NoReply, Sent::Maybe, 1),
    ] {
        let service = service_fn(move |_: Request<Body>| async move {
            let error = Wrapped(TransportError::new(kind, sent, "the circuit is open").into());
            Err::<Response<Body>, _>(Wrapped(error.into()))
        });
        let error = order!(PostOrder).send(&client(service)).await.unwrap_err();
        let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
        assert_eq!((source.kind(), error.sent(), error.attempts()), (kind, sent, attempts));
        let printed = support::printed(&error);
        assert!(printed.contains("the layer gave up") && printed.contains("the circuit is open"), "{printed}");
    }
}

#[tokio::test(start_paused = true)]
async fn tower_timeout_is_a_timeout_and_repeats_an_idempotent_call() {
    for (is_idempotent, attempts) in [(true, 3), (false, 1)] {
        let transport = Scripted::new([Step::Stall]);
        let service = ServiceBuilder::new().timeout(SECOND).service(TransportService::new(transport.clone()));
        let client = client(service);
        let ended = if is_idempotent {
            ended(order!(GetOrder).send(&client).with_reply().await)
        } else {
            ended(order!(PostOrder).send(&client).with_reply().await)
        };
        assert_eq!((ended.how.as_str(), ended.sent, ended.attempts), ("timeout:attempt", Sent::Maybe, attempts));
    }
    let service = ServiceBuilder::new().timeout(SECOND).service(TransportService::new(Scripted::new([Step::Stall])));
    let error = order!(PostOrder).send(&client(service)).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn load_shed_has_sent_nothing() {
    let limited = ServiceBuilder::new().load_shed().concurrency_limit(1);
    let client = client(limited.service(TransportService::new(Slow::default())));
    let (first, second) = tokio::join!(order!(PostOrder).send(&client), order!(PostOrder).send(&client).with_reply());
    assert!(first.is_ok(), "{first:?}");
    let ended = ended(second);
    assert_eq!((ended.how.as_str(), ended.sent, ended.attempts), ("layer", Sent::No, 1));
}

#[tokio::test(start_paused = true)]
async fn call_that_times_out_before_the_service_is_ready_has_sent_nothing() {
    let service = ServiceBuilder::new().concurrency_limit(1).service(TransportService::new(Slow::default()));
    let client = client(service);
    let short = callsheet::CallOptions::new().timeout(SECOND / 2);
    let (_, error) =
        tokio::join!(order!(PostOrder).send(&client), order!(PostOrder).send(&client).with(short.clone()).with_reply());
    assert_eq!(ended(error).sent, Sent::No);
    // A request to a service that was ready and did not respond may have been sent.
    let error = order!(PostOrder).send(&client).with(short).with_reply().await;
    assert_eq!(ended(error).sent, Sent::Maybe);
}

#[tokio::test(start_paused = true)]
async fn service_can_answer_itself() {
    let service = service_fn(|request: Request<Body>| async move {
        assert_eq!(request.uri(), "http://orders.example/orders/1");
        Ok::<_, BoxError>(Response::new(Body::from("cached")))
    });
    let full = order!(GetOrder).send(&client(service)).with_reply().await.unwrap();
    assert_eq!(full.reply.body(), "cached");
}

/// Sends the first attempt, which is answered with 429; the other ones wait.
#[derive(Default)]
struct Refused(AtomicUsize);

impl Transport for Refused {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let state = request.extensions().get::<SendState>().unwrap();
            state.mark_unsent();
            if self.0.fetch_add(1, SeqCst) > 0 {
                std::future::pending::<()>().await;
            }
            state.mark_sending();
            Ok(Response::builder().status(429).body(Body::default()).unwrap())
        })
    }
}

#[tokio::test(start_paused = true)]
async fn every_attempt_has_its_own_send_state() {
    let client = Client::builder("http://orders.example").transport(Refused::default()).clock(TokioClock::new());
    let client = client.attempt_timeout(SECOND).retry(AT_ONCE).build().unwrap();
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    // The second attempt was not sent, so a third one follows.
    assert_eq!((error.attempts(), error.sent()), (3, Sent::Yes));
}

/// A connection on another thread that receives the request at the moment in which the call ends.
struct TakenAtLast;

/// The request, which is sent when this is dropped.
struct Taken<'a>(&'a SendState);

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.mark_sending();
    }
}

impl Transport for TakenAtLast {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let state = request.extensions().get::<SendState>().unwrap();
            state.mark_unsent();
            let _taken = Taken(state);
            std::future::pending().await
        })
    }
}

#[tokio::test(start_paused = true)]
async fn request_that_is_sent_before_its_work_is_dropped_may_have_arrived() {
    let client = Client::builder("http://orders.example").transport(TakenAtLast).clock(TokioClock::new());
    let client = client.attempt_timeout(SECOND).retry(AT_ONCE).build().unwrap();
    let error = order!(PostOrder).send(&client).await.unwrap_err();
    assert_eq!((error.attempts(), error.sent()), (1, Sent::Maybe), "{error:?}");
}
