//! Credentials, and tokens that expire.

use std::future::pending;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use callsheet::auth::{Token, TokenSource};
use callsheet::clock::{Clock, TokioClock};
use callsheet::transport::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
use callsheet::{
    CallOptions, Client, Error, RetryPolicy,
    error::{BoxError, Sent},
};
use http::{Request, Response};
use support::{FaultServer, Reaction, Scripted, Step, printed};
use tokio::task::JoinSet;

use crate::{AT_ONCE, SECOND, order, over};

type Fetch = dyn Fn(u32) -> BoxFuture<'static, Result<Token, BoxError>> + Send + Sync;

/// A source that calls a function with the number of earlier fetches.
#[derive(Clone)]
pub(crate) struct Source {
    asked: Arc<AtomicU32>,
    fetch: Arc<Fetch>,
}

impl Source {
    pub(crate) fn new<F>(fetch: impl Fn(u32) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Token, BoxError>> + Send + 'static,
    {
        Self { asked: Arc::default(), fetch: Arc::new(move |asked| Box::pin(fetch(asked))) }
    }

    /// A source that returns `token-0`, `token-1` and so on, after this time.
    pub(crate) fn counting(time: Duration) -> Self {
        Self::new(move |asked| async move {
            tokio::time::sleep(time).await;
            Ok(Token::new(format!("token-{asked}")))
        })
    }

    pub(crate) fn asked(&self) -> u32 {
        self.asked.load(SeqCst)
    }
}

impl TokenSource for Source {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        (self.fetch)(self.asked.fetch_add(1, SeqCst))
    }
}

/// A server without a network that accepts only one token.
#[derive(Clone)]
pub(crate) struct Guarded {
    pub(crate) token: Arc<Mutex<String>>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Guarded {
    pub(crate) fn by(token: &str) -> Self {
        Self { token: Arc::new(Mutex::new(format!("Bearer {token}"))), seen: Arc::default() }
    }

    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn client(&self, source: &Source) -> Client {
        let builder = Client::builder("http://orders.example").transport(self.clone());
        builder.token_source(source.clone()).retry(AT_ONCE).build().unwrap()
    }
}

impl Transport for Guarded {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let token = request.headers()["authorization"].to_str().unwrap().to_owned();
            assert!(request.headers()["authorization"].is_sensitive());
            tokio::time::sleep(Duration::from_millis(10)).await;
            let status = if token == *self.token.lock().unwrap() { 200 } else { 401 };
            self.seen.lock().unwrap().push(token);
            Ok(Response::builder().status(status).body(Body::from("")).unwrap())
        })
    }

    fn clock(&self) -> Option<Arc<dyn Clock>> {
        Some(Arc::new(TokioClock::new()))
    }
}

/// Makes this many concurrent calls and returns their results.
async fn at_once(client: &Client, calls: usize) -> Vec<Result<(), Error<support::orders::GetOrderError>>> {
    let mut set = JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        set.spawn(async move { order!(GetOrder).send(&client).await });
    }
    set.join_all().await
}

#[tokio::test(start_paused = true)]
async fn token_is_fetched_once_for_a_hundred_calls() {
    let (source, server) = (Source::counting(SECOND), Guarded::by("token-0"));
    let client = server.client(&source);
    assert!(at_once(&client, 100).await.iter().all(Result::is_ok));
    assert!(at_once(&client.with(CallOptions::new()), 100).await.iter().all(Result::is_ok));
    assert_eq!((source.asked(), server.seen().len()), (1, 200));
}

#[tokio::test(start_paused = true)]
async fn hundred_refused_calls_renew_the_token_once() {
    let (source, server) = (Source::counting(SECOND), Guarded::by("token-0"));
    let client = server.client(&source);
    order!(GetOrder).send(&client).await.unwrap();
    "Bearer token-1".clone_into(&mut server.token.lock().unwrap());
    assert!(at_once(&client, 100).await.iter().all(Result::is_ok));
    assert_eq!((source.asked(), server.seen().len()), (2, 201));
}

#[tokio::test]
async fn hundred_calls_on_many_threads_renew_the_token_once() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    let calls = runtime.spawn(async {
        for round in 0..20 {
            let (source, server) = (Source::counting(Duration::from_millis(2)), Guarded::by("token-1"));
            let client = server.client(&source);
            assert!(at_once(&client, 100).await.iter().all(Result::is_ok), "{round}");
            assert_eq!(source.asked(), 2, "{round}");
        }
    });
    calls.await.unwrap();
    runtime.shutdown_background();
}

#[tokio::test(start_paused = true)]
async fn refused_token_is_renewed_even_without_retries() {
    let (source, server) = (Source::counting(SECOND), Guarded::by("token-1"));
    let once = CallOptions::new().retry(RetryPolicy::none());
    let client = server.client(&source).with(once);
    let error = order!(PostOrder).send(&client).with_reply().await.unwrap();
    assert_eq!((error.reply.attempts(), source.asked()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn token_is_renewed_before_it_expires() {
    let source =
        Source::new(
            |asked| async move { Ok(Token::new(format!("token-{asked}")).expires_in(Duration::from_secs(3600))) },
        );
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).token_source(source.clone()).build().unwrap();
    for (later, asked) in [(0, 1), (3500, 1), (69, 1), (2, 2), (3500, 2), (200, 3)] {
        tokio::time::sleep(Duration::from_secs(later)).await;
        order!(GetOrder).send(&client).await.unwrap();
        assert_eq!(source.asked(), asked, "{later}");
    }
    let last = transport.header("authorization").pop().unwrap();
    assert_eq!(last.as_deref(), Some("Bearer token-2"));
}

#[tokio::test(start_paused = true)]
async fn token_that_expires_immediately_is_fetched_for_each_call() {
    let source =
        Source::new(|asked| async move { Ok(Token::new(format!("token-{asked}")).expires_in(Duration::ZERO)) });
    let transport = Scripted::new([Step::status(401), Step::status(200)]);
    let client = over(&transport).token_source(source.clone()).build().unwrap();
    order!(GetOrder).send(&client).await.unwrap();
    assert_eq!((source.asked(), transport.attempts().len()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn failed_fetch_is_shared_by_all_waiting_calls() {
    let source = Source::new(|_| async {
        tokio::time::sleep(SECOND).await;
        Err("the vault is sealed".into())
    });
    let server = Guarded::by("token-0");
    let client = server.client(&source);
    for round in 1..=2 {
        for ended in at_once(&client, 100).await {
            let error = ended.unwrap_err();
            let Error::Transport { source, .. } = &error else { panic!("{error:?}") };
            assert_eq!((source.kind(), error.sent()), (TransportErrorKind::Credentials, Sent::No));
            assert!(printed(&error).contains("the vault is sealed"), "{error:?}");
        }
        assert_eq!((source.asked(), server.seen().len()), (round, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn source_that_fails_after_a_refusal_keeps_the_reply() {
    let source = Source::new(|asked| async move {
        if asked == 0 { Ok(Token::new("token-0")) } else { Err("the vault is sealed".into()) }
    });
    let client = Guarded::by("none").client(&source);
    let error = order!(PatchOrder).send(&client).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.sent(), error.attempts()), (401, Sent::Yes, 1));
    assert!(printed(&error).contains("the vault is sealed"));
}

#[tokio::test(start_paused = true)]
async fn fetch_continues_after_the_call_that_started_it_is_dropped() {
    let source = Source::counting(5 * SECOND);
    let client = Guarded::by("token-0").client(&source);
    let short = client.with(CallOptions::new().timeout(2 * SECOND));
    let (first, rest) = tokio::join!(at_once(&short, 1), async {
        tokio::time::sleep(SECOND).await;
        at_once(&client, 100).await
    });
    let error = first.into_iter().next().unwrap().unwrap_err();
    assert_eq!((error.is_timeout(), error.sent(), error.attempts()), (true, Sent::No, 0));
    assert!(rest.iter().all(Result::is_ok), "{:?}", rest[0]);
    assert_eq!(source.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn invalid_token_is_an_error_that_does_not_contain_it() {
    let source = Source::new(|_| async { Ok(Token::new("s3cret\n")) });
    let error = order!(GetOrder).send(&Guarded::by("").client(&source)).await.unwrap_err();
    assert!(matches!(&error, Error::Transport { source, .. } if source.kind() == TransportErrorKind::Credentials));
    assert!(!printed(&error).contains("s3cret"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn token_of_the_call_takes_precedence_over_the_source() {
    let (source, transport) = (Source::counting(SECOND), Scripted::new([Step::status(401)]));
    let client = over(&transport).token_source(source.clone()).build().unwrap();
    let error = order!(GetOrder).send(&client).with(CallOptions::new().bearer("own")).await.unwrap_err();
    assert_eq!((error.attempts(), source.asked()), (1, 0));
    assert_eq!(transport.header("authorization"), [Some("Bearer own".to_owned())]);
    assert!(transport.attempts()[0].request.headers()["authorization"].is_sensitive());
}

#[tokio::test(start_paused = true)]
async fn fixed_credentials_are_sent_on_every_attempt() {
    let transport = Scripted::new([Step::status(503), Step::status(200)]);
    let builder = over(&transport).basic("Aladdin", "open sesame").secret_header("X-Api-Key", "key-1");
    let client = builder.secret_query("api_key", "a b&c").secret_query("v", "2").build().unwrap();
    order!(GetOrder).send(&client).await.unwrap();
    for attempt in transport.attempts() {
        let headers = attempt.request.headers();
        assert_eq!(headers["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(headers["x-api-key"], "key-1");
        assert!(headers["authorization"].is_sensitive() && headers["x-api-key"].is_sensitive());
        assert_eq!(attempt.request.uri().query(), Some("api_key=a%20b%26c&v=2"));
    }
    assert_eq!(transport.attempts().len(), 2);
}

#[tokio::test]
async fn expired_token_is_renewed_over_a_real_connection() {
    let server = FaultServer::start(|turn| match turn.request.header("authorization") {
        Some("Bearer token-1") => Reaction::done(200, ""),
        _ => Reaction::refused(401, &[("www-authenticate", "Bearer error=\"invalid_token\"")]),
    })
    .await;
    let source = Source::counting(Duration::from_millis(5));
    let client = Client::builder(server.origin()).token_source(source.clone()).build().unwrap();
    for ended in at_once(&client, 50).await {
        ended.unwrap();
    }
    assert_eq!((source.asked(), server.log().effects()), (2, 50));
    let full = order!(PostOrder).send(&client).with_reply().await.unwrap();
    assert_eq!(full.reply.attempts(), 1);
}

#[tokio::test]
async fn token_of_a_source_is_not_sent_to_another_origin() {
    let other = FaultServer::start(|turn| match turn.request.header("authorization") {
        None => Reaction::done(200, ""),
        Some(_) => Reaction::refused(403, &[]),
    })
    .await;
    let location = format!("{}/elsewhere", other.origin());
    let server = FaultServer::start(move |_| Reaction::refused(302, &[("location", &location)])).await;
    let source = Source::counting(Duration::ZERO);
    let client = Client::builder(server.origin()).token_source(source).build().unwrap();
    order!(GetOrder).send(&client).await.unwrap();
    assert_eq!((other.log().requests(), server.log().requests()), (1, 1));
}

#[test]
fn token_source_with_another_token_fails_build() {
    for with_basic in [false, true] {
        let (source, transport) = (Source::counting(SECOND), Scripted::new([Step::status(200)]));
        let builder = over(&transport).token_source(source.clone());
        let builder = if with_basic { builder.basic("user", "password") } else { builder.bearer("fixed") };
        let error = builder.build().unwrap_err().to_string();
        let other = if with_basic { "`basic`" } else { "`bearer`" };
        assert!(error.contains("`token_source`") && error.contains(other), "{error}");
        assert_eq!(source.asked(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn source_that_hangs_is_not_called_again_by_each_call_that_times_out() {
    let source = Source::new(|_| pending());
    let client = Guarded::by("token-0").client(&source).with(CallOptions::new().timeout(SECOND));
    let start = tokio::time::Instant::now();
    let calls = tokio::time::timeout(60 * SECOND, at_once(&client, 100)).await;
    for ended in calls.expect("calls have an end") {
        let error = ended.unwrap_err();
        assert_eq!((error.is_timeout(), error.sent()), (true, Sent::No));
    }
    assert!(start.elapsed() < 2 * SECOND, "{:?}", start.elapsed());
    assert_eq!(source.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn token_that_expires_during_a_wait_is_not_sent_after_it() {
    let source =
        Source::new(
            |asked| async move { Ok(Token::new(format!("token-{asked}")).expires_in(Duration::from_secs(10))) },
        );
    let asks = Step::Reply(429, vec![("retry-after".to_owned(), "20".to_owned())], String::new());
    let transport = Scripted::new([asks, Step::status(200)]);
    let client = over(&transport).token_source(source.clone()).build().unwrap();
    order!(PostOrder).send(&client).await.unwrap();
    let tokens = transport.header("authorization").into_iter().flatten().collect::<Vec<_>>();
    assert_eq!(tokens, ["Bearer token-0", "Bearer token-1"]);
}

#[tokio::test]
async fn refusal_by_another_origin_does_not_renew_the_token() {
    let other = FaultServer::start(|_| Reaction::refused(401, &[])).await;
    let location = format!("{}/elsewhere", other.origin());
    let server = FaultServer::start(move |_| Reaction::refused(302, &[("location", &location)])).await;
    let source = Source::counting(Duration::ZERO);
    let client = Client::builder(server.origin()).token_source(source.clone()).build().unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts(), source.asked()), (401, 1, 1));
    assert_eq!((other.log().requests(), server.log().requests()), (1, 1));
}

#[test]
fn source_works_after_calls_on_many_threads_were_dropped() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap();
    runtime.block_on(async {
        // Slow, failing, and with a token that is accepted for a while.
        let source = Source::new(|asked| async move {
            tokio::time::sleep(Duration::from_millis(u64::from(asked % 5))).await;
            if asked % 3 == 0 { Err("not now".into()) } else { Ok(Token::new(format!("token-{}", asked / 7))) }
        });
        let server = Guarded::by("token-1");
        let client = server.client(&source);
        let mut set = JoinSet::new();
        for number in 0_u64..2000 {
            let client = client.with(CallOptions::new().timeout(Duration::from_millis(1 + number % 40)));
            if number % 200 == 0 {
                *server.token.lock().unwrap() = format!("Bearer token-{}", source.asked() / 7);
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
            let task = set.spawn(async move { order!(GetOrder).send(&client).await.is_ok() });
            if number % 11 == 0 {
                task.abort();
            }
        }
        let ended = tokio::time::timeout(5 * SECOND, async { while set.join_next().await.is_some() {} }).await;
        assert!(ended.is_ok(), "calls are waiting for nothing");
        // Whatever was dropped, the next calls find a free lock and a working source.
        *server.token.lock().unwrap() = "Bearer token-99999".to_owned();
        let fixed = CallOptions::new().timeout(SECOND);
        for _ in 0..3 {
            let error = order!(GetOrder).send(&client.with(fixed.clone())).await.unwrap_err();
            assert!(!error.is_timeout(), "{error:?}");
        }
    });
}
