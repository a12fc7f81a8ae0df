//! Calls that wait for the same token or service. A call that was polled once and is then kept without being polled
//! does not block other calls.

use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use callsheet::auth::{Token, TokenSource};
use callsheet::clock::TokioClock;
use callsheet::transport::BoxFuture;
use callsheet::transport::tower::{TowerTransport, TransportService};
use callsheet::{CallOptions, Client, error::BoxError};
use support::{Scripted, Step, printed};
use tokio::task::JoinSet;
use tower::ServiceBuilder;

use crate::gate::Gate;
use crate::tokens::{Guarded, Source};
use crate::{SECOND, order, over};

/// Returns `token-0`, `token-1` and so on, each after three steps of a second.
#[derive(Clone, Default)]
struct Slow(Arc<AtomicU32>);

impl TokenSource for Slow {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async {
            let asked = self.0.fetch_add(1, SeqCst);
            for _ in 0..3 {
                tokio::time::sleep(SECOND).await;
            }
            Ok(Token::new(format!("token-{asked}")))
        })
    }
}

impl Slow {
    fn asked(&self) -> u32 {
        self.0.load(SeqCst)
    }
}

fn poll_once<F: Future>(future: &mut Pin<Box<F>>) -> Poll<F::Output> {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test(start_paused = true)]
async fn call_kept_while_it_fetches_a_token_does_not_block_others() {
    let (source, transport) = (Slow::default(), Scripted::new([Step::status(200)]));
    let client = over(&transport).token_source(source.clone()).build().unwrap();
    let mut kept = Box::pin(order!(GetOrder).send(&client));
    // Like a loop over `select!` whose other branch does something else in the meantime.
    tokio::select! {
        _ = kept.as_mut() => unreachable!("the fetch takes three seconds"),
        () = tokio::time::sleep(SECOND / 2) => {}
    }
    let start = tokio::time::Instant::now();
    order!(GetOrder).send(&client).await.unwrap();
    assert!(start.elapsed() < 3 * SECOND, "{:?}", start.elapsed());
    // The kept call continues where it stopped.
    kept.await.unwrap();
    assert_eq!((source.asked(), transport.attempts().len()), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn calls_kept_while_they_renew_a_token_do_not_block_others() {
    let (source, transport) = (Slow::default(), Scripted::new([Step::status(401), Step::status(200)]));
    let client = over(&transport).token_source(source.clone()).build().unwrap();
    // The first call is refused and starts to renew the token. The second one waits for it.
    let mut kept = [4, 1].map(|seconds| (seconds, Box::pin(order!(GetOrder).send(&client))));
    for (seconds, call) in &mut kept {
        tokio::select! {
            _ = call.as_mut() => unreachable!("the renewal takes three seconds"),
            () = tokio::time::sleep(*seconds * SECOND) => {}
        }
    }
    let start = tokio::time::Instant::now();
    order!(GetOrder).send(&client).await.unwrap();
    assert!(start.elapsed() < 2 * SECOND, "{:?}", start.elapsed());
    for (_, call) in kept {
        call.await.unwrap();
    }
    assert_eq!(source.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn fetch_that_takes_longer_than_each_call_is_finished_once() {
    let (source, transport) = (Slow::default(), Scripted::new([Step::status(200)]));
    let client = over(&transport).timeout(2 * SECOND).token_source(source.clone()).build().unwrap();
    let mut ended = Vec::new();
    for _ in 0..10 {
        ended.push(order!(GetOrder).send(&client).await.is_ok());
    }
    assert_eq!((ended[0], ended[1..].iter().all(|ok| *ok), source.asked()), (false, true, 1), "{ended:?}");
}

#[tokio::test(start_paused = true)]
async fn fetch_whose_calls_were_all_dropped_continues_with_the_next_call() {
    let (source, transport) = (Slow::default(), Scripted::new([Step::status(200)]));
    let client = over(&transport).token_source(source.clone()).build().unwrap();
    for _ in 0..3 {
        let call = order!(GetOrder).send(&client);
        drop(tokio::time::timeout(SECOND / 2, call).await);
    }
    order!(GetOrder).send(&client).await.unwrap();
    assert_eq!(source.asked(), 1);
}

/// Hangs the first time.
#[derive(Clone, Default)]
struct Hanging(Slow);

impl TokenSource for Hanging {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        if self.0.asked() > 0 {
            return self.0.fetch();
        }
        self.0.0.fetch_add(1, SeqCst);
        Box::pin(pending())
    }
}

#[tokio::test(start_paused = true)]
async fn fetch_has_its_own_limit() {
    use callsheet::transport::TransportErrorKind;
    for (set, seconds) in [(None, 30), (Some(5 * SECOND), 5)] {
        let (source, transport) = (Hanging::default(), Scripted::new([Step::status(200)]));
        let mut builder = over(&transport).token_source(source.clone());
        if let Some(limit) = set {
            builder = builder.token_timeout(limit);
        }
        let client = builder.build().unwrap();
        let start = tokio::time::Instant::now();
        let (first, second) = tokio::join!(order!(GetOrder).send(&client), order!(GetOrder).send(&client));
        assert_eq!(start.elapsed().as_secs(), seconds);
        for error in [first.unwrap_err(), second.unwrap_err()] {
            let callsheet::Error::Transport { source, .. } = &error else { panic!("{error:?}") };
            assert_eq!((source.kind(), error.sent()), (TransportErrorKind::Credentials, callsheet::error::Sent::No));
            assert!(printed(&error).contains(&format!("within {seconds}s")), "{error:?}");
        }
        order!(GetOrder).send(&client).await.unwrap();
        assert_eq!(source.0.asked(), 2);
    }
}

#[test]
fn token_timeout_without_a_source_is_refused() {
    let error = Client::builder("http://orders.example").token_timeout(SECOND).build().unwrap_err();
    assert!(error.to_string().contains("`token_timeout` has no effect"), "{error}");
}

#[test]
fn token_timeout_of_zero_is_refused() {
    let builder = Client::builder("http://orders.example").token_source(Source::counting(SECOND));
    let error = builder.token_timeout(Duration::ZERO).build().unwrap_err();
    assert!(error.to_string().contains("`token_timeout`"), "{error}");
}

/// In real time, which passes before the fetch is first polled.
#[tokio::test]
async fn tiny_token_timeout_ends_the_call_after_one_fetch() {
    // The panic stops a call that would fetch forever.
    let source = Source::new(|asked| {
        assert!(asked < 3, "asked again");
        std::future::pending()
    });
    let transport = Scripted::new([Step::status(200)]);
    let builder = over(&transport).clock(callsheet::clock::SystemClock::new()).token_source(source.clone());
    let client = builder.token_timeout(Duration::from_nanos(1)).build().unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert!(printed(&error).contains("within 1ns"), "{error:?}");
    assert_eq!((source.asked(), transport.attempts().len()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn panic_of_a_source_reaches_one_call_and_the_others_get_an_error() {
    let source = Source::new(|asked| async move {
        tokio::time::sleep(SECOND).await;
        assert!(asked > 0, "no token for the first");
        Ok(Token::new("token-0"))
    });
    let client = Guarded::by("token-0").client(&source);
    let mut set = JoinSet::new();
    for _ in 0..10 {
        let client = client.clone();
        set.spawn(async move { order!(GetOrder).send(&client).await });
    }
    let mut panics = 0;
    while let Some(ended) = set.join_next().await {
        match ended {
            Ok(ended) => {
                let error = ended.unwrap_err();
                assert!(printed(&error).contains("the token source panicked"), "{error:?}");
            }
            Err(panic) => {
                let payload = panic.into_panic();
                assert_eq!(payload.downcast_ref::<&str>(), Some(&"no token for the first"));
                panics += 1;
            }
        }
    }
    assert_eq!((panics, source.asked()), (1, 1));
    order!(GetOrder).send(&client).await.unwrap();
    assert_eq!(source.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn call_after_the_end_of_a_fetch_starts_another_one() {
    let (source, transport) = (Hanging::default(), Scripted::new([Step::status(200)]));
    let client = over(&transport).token_source(source.clone()).build().unwrap();
    let mut kept = Box::pin(order!(GetOrder).send(&client));
    assert!(poll_once(&mut kept).is_pending());
    tokio::time::sleep(40 * SECOND).await;
    order!(PostOrder).send(&client).await.unwrap();
    assert_eq!((source.0.asked(), transport.attempts().len()), (2, 1));
    // It waited for the fetch that hung.
    assert!(kept.await.is_err());
}

/// Returns a token for ten seconds, the first one after a second.
struct Late(AtomicU32);

impl TokenSource for Late {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        let asked = self.0.fetch_add(1, SeqCst);
        Box::pin(async move {
            if asked == 0 {
                tokio::time::sleep(SECOND).await;
            }
            Ok(Token::new(format!("token-{asked}")).expires_in(10 * SECOND))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn token_that_expired_while_nobody_polled_its_fetch_is_not_used() {
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).token_source(Late(AtomicU32::new(0))).build().unwrap();
    let mut kept = Box::pin(order!(GetOrder).send(&client));
    assert!(poll_once(&mut kept).is_pending());
    tokio::time::sleep(40 * SECOND).await;
    order!(PostOrder).send(&client).await.unwrap();
    assert_eq!(transport.header("authorization"), [Some("Bearer token-1".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn calls_kept_before_a_service_is_ready_do_not_block_others() {
    let (gate, transport) = (Gate::default(), Scripted::new([Step::status(200)]));
    let service = TowerTransport::new(gate.before(TransportService::new(transport.clone())));
    let client = Client::builder("http://orders.example").transport(service).clock(TokioClock::new()).build().unwrap();
    let mut kept: Vec<_> = (0..100).map(|_| Box::pin(order!(GetOrder).send(&client))).collect();
    for round in 1..=3 {
        // Before and after the other call, so that the service was last polled by a kept call.
        let mut poll_kept = || kept.iter_mut().for_each(|call| assert!(poll_once(call).is_pending()));
        poll_kept();
        let (ended, ()) = tokio::join!(order!(PostOrder).send(&client), async {
            poll_kept();
            gate.open();
        });
        ended.unwrap();
        assert_eq!(transport.attempts().len(), round);
        gate.close();
    }
    gate.open();
    for call in kept {
        call.await.unwrap();
    }
    assert_eq!(transport.attempts().len(), 103);
}

#[tokio::test(start_paused = true)]
async fn calls_kept_in_the_queue_of_a_limit_do_not_block_others() {
    let slow = Step::After(SECOND, Box::new(Step::status(200)));
    let transport = Scripted::new([slow]);
    let limits = ServiceBuilder::new().rate_limit(2, Duration::from_millis(1500)).concurrency_limit(1);
    let service = TowerTransport::new(limits.service(TransportService::new(transport.clone())));
    let client = Client::builder("http://orders.example").transport(service).clock(TokioClock::new()).build().unwrap();
    let running = tokio::spawn(order!(GetOrder).send(&client));
    tokio::task::yield_now().await;
    let mut kept: Vec<_> = (0..20).map(|_| Box::pin(order!(GetOrder).send(&client))).collect();
    for call in &mut kept {
        assert!(poll_once(call).is_pending());
    }
    let start = tokio::time::Instant::now();
    let options = CallOptions::new().timeout(10 * SECOND);
    for _ in 0..3 {
        order!(PostOrder).send(&client).with(options.clone()).await.unwrap();
    }
    running.await.unwrap().unwrap();
    // In sequence, and at most two per period.
    assert_eq!((start.elapsed().as_secs(), transport.attempts().len()), (4, 4));
}
