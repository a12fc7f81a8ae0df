//! A program with a custom transport and no runtime, in which another crate has enabled the feature `tokio`. These
//! tests are built with all features, and none of them enters a runtime. The tables also run in such a program.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::{Duration, Instant};

use callsheet::auth::{Token, TokenSource};
use callsheet::clock::{Clock, SystemClock};
use callsheet::transport::{Body, BoxFuture, TimeLimit, Transport, TransportError};
use callsheet::{
    CallOptions, Client, RetryPolicy,
    error::{BoxError, Sent},
};
use http::{Request, Response};
use support::{Scripted, Simulated, Step};

use crate::{AT_ONCE, SECOND, order};

/// A client with this transport and the transport's clock.
fn over(transport: &Scripted) -> callsheet::ClientBuilder {
    Client::builder("http://orders.example").transport(transport.clone()).retry(AT_ONCE)
}

fn scripted<const N: usize>(clock: &Simulated, steps: [Step; N]) -> Scripted {
    Scripted::with_clock(steps, Arc::new(clock.clone()))
}

#[test]
fn default_timeout_is_a_minute() {
    let clock = Simulated::default();
    let client = over(&scripted(&clock, [Step::Stall])).build().unwrap();
    let error = clock.run(order!(GetOrder).send(&client)).unwrap_err();
    assert_eq!((error.time_limit(), error.sent(), error.attempts()), (Some(TimeLimit::Total), Sent::Maybe, 1));
    assert_eq!((clock.now(), error.elapsed()), (60 * SECOND, 60 * SECOND));
}

#[test]
fn limits_and_waits_use_the_clock() {
    let asks = Step::Reply(429, vec![("retry-after".to_owned(), "20".to_owned())], String::new());
    let clock = Simulated::default();
    let transport = scripted(&clock, [asks, Step::Stall, Step::status(200)]);
    let client = over(&transport).attempt_timeout(5 * SECOND).build().unwrap();
    let full = clock.run(order!(GetOrder).send(&client).with_reply()).unwrap();
    assert_eq!((full.reply.attempts(), full.reply.elapsed(), clock.now()), (3, 25 * SECOND, 25 * SECOND));
    assert_eq!(transport.gaps(), [20 * SECOND, 5 * SECOND]);
}

#[test]
fn dates_are_compared_with_the_clock() {
    for (headers, wait) in [
        (&[("retry-after", "Wed, 18 May 2033 03:33:40 GMT")][..], 20 * SECOND),
        (&[("retry-after", "Wednesday, 18-May-33 03:33:25 GMT")], 5 * SECOND),
        (&[("retry-after", "Tue, 17 May 2033 03:33:40 GMT")], Duration::ZERO),
        // The server's clock takes precedence.
        (&[("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"), ("date", "Sun, 06 Nov 1994 08:49:37 GMT")], 10 * SECOND),
    ] {
        let clock = Simulated::default();
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let transport = scripted(&clock, [Step::Reply(429, headers, String::new()), Step::status(200)]);
        clock.run(order!(GetOrder).send(&over(&transport).build().unwrap())).unwrap();
        assert_eq!(transport.gaps(), [wait]);
    }
}

#[test]
fn backoff_waits_without_a_runtime() {
    let clock = Simulated::default();
    let transport = scripted(&clock, [Step::status(503)]);
    let policy = RetryPolicy::new().backoff(10 * SECOND, 10 * SECOND).attempts(5);
    let client = over(&transport).retry(policy).random(callsheet::random::SeededRandom::new(1)).build().unwrap();
    clock.run(order!(GetOrder).send(&client)).unwrap_err();
    assert_eq!(transport.attempts().len(), 5);
    assert!(clock.now() > SECOND && clock.now() < 40 * SECOND, "{:?}", clock.now());
}

/// Returns a token for a hundred seconds after one.
struct Short(Simulated, Arc<AtomicU32>);

impl TokenSource for Short {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async {
            self.0.sleep(SECOND).await;
            self.1.fetch_add(1, SeqCst);
            Ok(Token::new("token").expires_in(100 * SECOND))
        })
    }
}

#[test]
fn token_expires_by_the_clock() {
    let (clock, asked) = (Simulated::default(), Arc::new(AtomicU32::new(0)));
    let client = over(&scripted(&clock, [Step::status(200)])).token_source(Short(clock.clone(), Arc::clone(&asked)));
    let client = client.build().unwrap();
    clock.run(async {
        for (wait, fetched) in [(0, 1), (80, 1), (8, 1), (1, 2)] {
            clock.sleep(wait * SECOND).await;
            order!(GetOrder).send(&client).await.unwrap();
            assert_eq!(asked.load(SeqCst), fetched, "{:?}", clock.now());
        }
    });
}

/// A transport without a clock, as in the documentation.
#[derive(Clone, Default)]
struct Plain(Arc<AtomicU32>);

impl Transport for Plain {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async {
            match self.0.fetch_add(1, SeqCst) {
                0 => Ok(Response::builder().status(503).body(Body::from("")).unwrap()),
                1 => std::future::pending().await,
                _ => Ok(Response::new(Body::from(""))),
            }
        })
    }
}

#[test]
fn transport_without_a_clock_uses_that_of_the_system() {
    let transport = Plain::default();
    let policy = AT_ONCE.backoff(Duration::from_millis(5), Duration::from_millis(5));
    let client = Client::builder("http://own.example").transport(transport.clone()).retry(policy).build().unwrap();
    let options = CallOptions::new().attempt_timeout(Duration::from_millis(40));
    let start = Instant::now();
    let full = block_on(order!(GetOrder).send(&client).with(options).with_reply()).unwrap();
    assert_eq!((full.reply.attempts(), transport.0.load(SeqCst)), (3, 3));
    assert!(start.elapsed() >= Duration::from_millis(40) && start.elapsed() < 5 * SECOND, "{:?}", start.elapsed());
}

#[test]
fn clock_of_the_client_takes_precedence_over_that_of_the_transport() {
    let clock = Simulated::default();
    let transport = Scripted::with_clock([Step::Stall], Arc::new(SystemClock::new()));
    let client = over(&transport).clock(clock.clone()).build().unwrap();
    clock.run(order!(PostOrder).send(&client)).unwrap_err();
    assert_eq!(clock.now(), 60 * SECOND);
}

/// Polls a future to its end on this thread.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let (mut future, start) = (std::pin::pin!(future), Instant::now());
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut std::task::Context::from_waker(&waker)) {
            return value;
        }
        assert!(start.elapsed() < 10 * SECOND, "nothing wakes it");
        std::thread::park_timeout(SECOND);
    }
}
