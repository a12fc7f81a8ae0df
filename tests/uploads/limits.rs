//! Time limits of uploads, with a clock and a transport that the tests control.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use bytes::Bytes;
use callsheet::clock::Clock;
use callsheet::error::Sent;
use callsheet::transport::{BoxFuture, TimeLimit, Transport, TransportError};
use callsheet::{Body, CallOptions, Client, Error, RetryPolicy, endpoint};
use futures_util::stream;
use http::{Request, Response};
use http_body::Body as _;
use support::{RawServer, Script, Simulated};

use crate::{AT_ONCE, PutBlobError, client_of, put};

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A server that needs time for each piece of a body and for the response.
struct Slow {
    clock: Simulated,
    /// Before it reads the body.
    connecting: Duration,
    each_piece: Duration,
    /// After this many pieces it accepts no more.
    pieces: usize,
    response: Duration,
}

impl Transport for Slow {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            self.clock.sleep(self.connecting).await;
            let mut body = request.into_body();
            let mut pieces = 0;
            while !body.is_end_stream() {
                if pieces == self.pieces {
                    std::future::pending::<()>().await;
                }
                let frame = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
                let Some(frame) = frame else { break };
                frame?;
                pieces += 1;
                self.clock.sleep(self.each_piece).await;
            }
            self.clock.sleep(self.response).await;
            Ok(Response::builder().status(204).body(Body::empty()).expect("a response"))
        })
    }
}

/// A server that accepts a piece every 30 seconds.
fn slow(clock: &Simulated) -> Slow {
    let connecting = Duration::ZERO;
    Slow { clock: clock.clone(), connecting, each_piece: seconds(30), pieces: usize::MAX, response: seconds(20) }
}

/// Ten pieces of unknown total length.
fn ten() -> Body {
    Body::stream(stream::iter(["piece"; 10].map(Ok::<_, std::io::Error>)))
}

/// Sends a body. Returns the result and the time that it took.
fn sent(
    clock: &Simulated,
    server: Slow,
    body: Body,
    options: CallOptions,
) -> (Result<(), Error<PutBlobError>>, Duration) {
    let client = Client::builder("http://api.example").transport(server).clock(clock.clone());
    let client = client.retry(RetryPolicy::none()).build().unwrap();
    let start = clock.now();
    let result = clock.run(async { put(body).send(&client).with(options).await });
    (result, clock.now().saturating_sub(start))
}

fn limit_of(result: Result<(), Error<PutBlobError>>) -> Option<TimeLimit> {
    result.unwrap_err().time_limit()
}

#[endpoint(method = "PUT", path = "/")]
struct Upload {
    #[part]
    part: callsheet::Part,
}

#[test]
fn upload_that_goes_on_has_no_limit_by_default() {
    let pieces = Bytes::from(vec![0; 10 * 128 * 1024]);
    let part = callsheet::Part::bytes(pieces.clone());
    for body in [ten(), ten().with_length(50), Body::from(pieces)] {
        let clock = Simulated::default();
        let (result, took) = sent(&clock, slow(&clock), body, CallOptions::new());
        result.unwrap();
        assert_eq!(took, seconds(320));
    }
    let clock = Simulated::default();
    let client = Client::builder("http://api.example").transport(slow(&clock)).clock(clock.clone()).build().unwrap();
    clock.run(async { Upload { part }.send(&client).await }).unwrap();
    assert!(clock.now() > seconds(300));
}

#[test]
fn limit_that_is_set_includes_the_upload() {
    let limits = [
        (CallOptions::new().timeout(seconds(60)), TimeLimit::Total),
        (CallOptions::new().attempt_timeout(seconds(60)), TimeLimit::Attempt),
        (CallOptions::new().timeout(seconds(60)).no_upload_idle_timeout(), TimeLimit::Total),
    ];
    for (options, limit) in limits {
        let clock = Simulated::default();
        let (result, took) = sent(&clock, slow(&clock), ten(), options);
        assert_eq!((limit_of(result), took), (Some(limit), seconds(60)));
    }
    let clock = Simulated::default();
    let client = Client::builder("http://api.example").transport(slow(&clock)).clock(clock.clone());
    let client = client.timeout(seconds(100)).retry(RetryPolicy::none()).build().unwrap();
    let error = clock.run(async { put(ten()).send(&client).await }).unwrap_err();
    assert_eq!((error.time_limit(), clock.now()), (Some(TimeLimit::Total), seconds(100)));
}

#[test]
fn upload_of_which_the_server_accepts_no_more_is_an_idle_timeout() {
    for (options, idle) in
        [(CallOptions::new(), 60), (CallOptions::new().upload_idle_timeout(seconds(45)).no_timeout(), 45)]
    {
        for body in [ten(), Body::from(vec![0; 10 * 128 * 1024])] {
            let clock = Simulated::default();
            // It asks for the third piece, and then for nothing.
            let server = Slow { pieces: 3, each_piece: Duration::ZERO, ..slow(&clock) };
            let (result, took) = sent(&clock, server, body, options.clone());
            assert_eq!(took, seconds(idle));
            let error = result.unwrap_err();
            assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
            assert_eq!((error.time_limit(), error.sent()), (Some(TimeLimit::Idle), Sent::Maybe));
            let text = crate::limits::cause(&error);
            assert!(text.contains("the server accepted no more of the request's body for"), "{text}");
        }
    }
}

#[test]
fn idle_timeout_of_the_client_applies_unless_the_call_has_its_own() {
    let unlimited = CallOptions::new().no_upload_idle_timeout();
    let rows = [
        (Some(20), CallOptions::new(), Some(20)),
        (Some(20), CallOptions::new().upload_idle_timeout(seconds(45)), Some(45)),
        (Some(20), unlimited, None),
        (None, CallOptions::new(), None),
        (None, CallOptions::new().upload_idle_timeout(seconds(45)), Some(45)),
    ];
    for (client, call, expected) in rows {
        let clock = Simulated::default();
        let transport = Slow { each_piece: seconds(1000), ..slow(&clock) };
        let builder = Client::builder("http://api.example").transport(transport).clock(clock.clone());
        let builder = match client {
            Some(idle) => builder.upload_idle_timeout(seconds(idle)),
            None => builder.no_upload_idle_timeout(),
        };
        let client = builder.retry(RetryPolicy::none()).build().unwrap();
        let result = clock.run(async { put(ten()).send(&client).with(call).await });
        match expected {
            Some(idle) => {
                assert_eq!(clock.now(), seconds(idle));
                assert_eq!(result.unwrap_err().time_limit(), Some(TimeLimit::Idle));
            }
            None => result.unwrap(),
        }
    }
}

/// The text of an error's first cause.
fn cause(error: &Error<PutBlobError>) -> String {
    std::error::Error::source(error).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn body_without_a_next_piece_is_an_idle_timeout() {
    let clock = Simulated::default();
    let body = Body::stream(Box::pin(async_pieces(clock.clone())));
    let (result, took) = sent(&clock, Slow { each_piece: Duration::ZERO, ..slow(&clock) }, body, CallOptions::new());
    assert_eq!(took, seconds(50 + 60));
    let error = result.unwrap_err();
    assert_eq!(error.time_limit(), Some(TimeLimit::Idle));
    assert!(cause(&error).contains("had no next piece for"), "{}", cause(&error));
}

/// A piece after 50 seconds, and none after that.
fn async_pieces(clock: Simulated) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> {
    stream::unfold(0, move |count| {
        let clock = clock.clone();
        async move {
            if count > 0 {
                std::future::pending::<()>().await;
            }
            clock.sleep(seconds(50)).await;
            Some((Ok(Bytes::from_static(b"piece")), count + 1))
        }
    })
}

#[test]
fn default_limit_of_a_call_counts_from_the_end_of_its_upload() {
    let clock = Simulated::default();
    let server = Slow { response: seconds(1000), ..slow(&clock) };
    let (result, took) = sent(&clock, server, ten(), CallOptions::new());
    // The last piece is passed on after 270 seconds.
    assert_eq!(limit_of(result), Some(TimeLimit::Total));
    assert!((seconds(330)..=seconds(360)).contains(&took), "{took:?}");
}

#[test]
fn call_without_a_body_or_with_a_short_one_keeps_its_limit() {
    for body in [Body::empty(), Body::from("short"), Body::from(vec![0; 128 * 1024])] {
        let clock = Simulated::default();
        let server = Slow { connecting: seconds(30), each_piece: seconds(20), response: seconds(1000), ..slow(&clock) };
        let (result, took) = sent(&clock, server, body, CallOptions::new().upload_idle_timeout(seconds(1)));
        assert_eq!((limit_of(result), took), (Some(TimeLimit::Total), seconds(60)));
    }
}

#[test]
fn upload_without_an_idle_timeout_may_stand_still() {
    let clock = Simulated::default();
    let server = Slow { each_piece: seconds(1000), ..slow(&clock) };
    let (result, took) = sent(&clock, server, ten(), CallOptions::new().no_upload_idle_timeout());
    result.unwrap();
    assert_eq!(took, seconds(10_020));
}

/// reqwest reads the body in another task, which does not wake the call.
#[tokio::test]
async fn server_that_reads_nothing_more_is_noticed_over_a_real_connection() {
    let server = RawServer::each(Script::receive_head().pause(5000)).await;
    let client = client_of(&server).no_timeout().retry(RetryPolicy::none()).build().unwrap();
    let options = CallOptions::new().upload_idle_timeout(Duration::from_millis(300));
    let large = Bytes::from(vec![0; 64 << 20]);
    let start = std::time::Instant::now();
    let error = put(large).send(&client).with(options).await.unwrap_err();
    assert_eq!(error.time_limit(), Some(TimeLimit::Idle), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(4));
}

/// A server that accepts no more than a piece of the first request, and all of the second one.
struct OnceStuck(Slow, AtomicUsize);

impl Transport for OnceStuck {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let pieces = if self.1.fetch_add(1, SeqCst) == 0 { 1 } else { usize::MAX };
        Box::pin(async move { Slow { pieces, clock: self.0.clock.clone(), ..self.0 }.send(request).await })
    }
}

#[test]
fn idle_upload_is_retried_if_its_body_can_be_opened_again() {
    let again = Body::from_fn(|| async { Ok(ten()) });
    for (body, attempts) in [(again, 2), (ten(), 1), (Body::from(vec![0; 10 * 128 * 1024]), 2)] {
        let clock = Simulated::default();
        let server = OnceStuck(slow(&clock), AtomicUsize::new(0));
        let client = Client::builder("http://api.example").transport(server).clock(clock.clone());
        let client = client.retry(AT_ONCE).build().unwrap();
        let result = clock.run(async { put(body).send(&client).with_reply().await });
        match result {
            Ok(full) => {
                let [earlier] = full.reply.earlier_attempts() else { panic!("{:?}", full.reply) };
                assert_eq!((full.reply.attempts(), earlier.time_limit()), (attempts, Some(TimeLimit::Idle)));
                assert!(full.reply.elapsed() > seconds(300));
            }
            Err(error) => {
                assert_eq!((error.attempts(), error.time_limit()), (attempts, Some(TimeLimit::Idle)));
                assert!(error.is_stopped_by_body());
            }
        }
    }
}
