//! When an authorizer is called, and what follows.

use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use callsheet::auth::{AfterRefusal, Authorization, Authorizer, Outgoing, Refusal};
use callsheet::error::{BoxError, Sent};
use callsheet::transport::{BoxFuture, TimeLimit, TransportErrorKind};
use callsheet::{Body, CallOptions, Client, Error, RetryPolicy, endpoint};
use support::{Scripted, Step, printed};

use super::{AT_ONCE, order, over};

/// What a [`Nonce`] saw of a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    status: u16,
    challenge: Option<String>,
    code: Option<String>,
    /// The value that it stored during an earlier call.
    kept: Option<u32>,
    can_try_again: bool,
    is_first: bool,
}

/// Answers a challenge: it sends the nonce of the refusal in the next request.
#[derive(Clone, Default)]
struct Nonce {
    asked: Arc<AtomicU32>,
    refusals: Arc<Mutex<Vec<Seen>>>,
    accepted: Arc<AtomicU32>,
}

#[derive(Clone)]
struct Kept(u32);

#[derive(Clone)]
struct Challenge(String);

impl Authorizer for Nonce {
    fn authorize<'a>(&'a self, mut request: Outgoing<'a>) -> Authorization<'a> {
        Authorization::wait(async move {
            tokio::task::yield_now().await;
            let number = self.asked.fetch_add(1, SeqCst);
            let attempt = request.attempt();
            request.memory().insert(Kept(number));
            let challenge = request.memory().get().map(|Challenge(text)| text.clone());
            request.secret_header("x-proof", &format!("s3cret-{}", challenge.as_deref().unwrap_or("none")))?;
            request.header("x-attempt", &attempt.to_string())?;
            Ok(request.query("proof", &format!("s3cret&{number}"))?)
        })
    }

    fn refused<'a>(&'a self, mut refusal: Refusal<'a>) -> BoxFuture<'a, Result<AfterRefusal, BoxError>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            let challenge = refusal.reply().headers().get("www-authenticate");
            let challenge = challenge.and_then(|value| Some(value.to_str().ok()?.to_owned()));
            self.refusals.lock().unwrap().push(Seen {
                status: refusal.reply().status().as_u16(),
                challenge: challenge.clone(),
                code: refusal.code().map(str::to_owned),
                kept: refusal.memory().get().map(|Kept(number)| *number),
                can_try_again: refusal.can_try_again(),
                is_first: refusal.is_first(),
            });
            assert!(!refusal.uri().to_string().contains("s3cret"));
            refusal.memory().insert(Challenge(challenge.unwrap_or_default()));
            Ok(AfterRefusal::TryAgain)
        })
    }

    fn accepted(&self, spec: &'static callsheet::spec::Spec, memory: &mut http::Extensions) {
        assert!(spec.name.ends_with("Order") && memory.get::<Kept>().is_some());
        self.accepted.fetch_add(1, SeqCst);
    }
}

fn refusal(nonce: &str) -> Step {
    let headers = vec![("www-authenticate".to_owned(), nonce.to_owned())];
    Step::Reply(401, headers, r#"{"error": {"code": "stale_nonce"}}"#.to_owned())
}

#[tokio::test]
async fn refusal_is_seen_with_its_challenge_and_the_request_is_sent_once_more() {
    let transport = Scripted::new([refusal("n-1"), Step::status(200)]);
    let nonce = Nonce::default();
    let client = over(&transport).authorizer(nonce.clone()).build().unwrap();
    let full = order!(PostOrder).send(&client).with_reply().await.unwrap();
    assert_eq!(full.reply.attempts(), 2);
    assert_eq!(transport.header("x-proof"), [Some("s3cret-none".to_owned()), Some("s3cret-n-1".to_owned())]);
    assert_eq!(transport.header("x-attempt"), [Some("1".to_owned()), Some("2".to_owned())]);
    let queries: Vec<_> = transport.attempts().iter().map(|it| it.request.uri().query().map(str::to_owned)).collect();
    assert_eq!(queries, [Some("proof=s3cret%260".to_owned()), Some("proof=s3cret%261".to_owned())]);
    let seen = Seen {
        status: 401,
        challenge: Some("n-1".to_owned()),
        code: Some("stale_nonce".to_owned()),
        kept: Some(0),
        can_try_again: true,
        is_first: true,
    };
    assert_eq!(*nonce.refusals.lock().unwrap(), [seen]);
    assert_eq!(nonce.accepted.load(SeqCst), 1);
}

#[tokio::test]
async fn second_refusal_is_the_result_whatever_authorizer_and_policy_decide() {
    let transport = Scripted::new([refusal("n-1"), refusal("n-2"), Step::status(200)]);
    let nonce = Nonce::default();
    let policy = AT_ONCE.attempts(9);
    let client = over(&transport).authorizer(nonce.clone()).retry(policy).build().unwrap();
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(401), 2));
    let refusals = nonce.refusals.lock().unwrap().clone();
    let second = refusals.last().unwrap();
    assert_eq!((second.kept, second.can_try_again, second.is_first), (Some(1), false, false));
    assert_eq!((refusals.len(), nonce.accepted.load(SeqCst)), (2, 0));
    // The error contains neither the query parameter nor the header field that the authorizer set.
    assert!(!printed(&error).contains("s3cret"), "{}", printed(&error));
}

#[tokio::test]
async fn unsafe_request_is_not_sent_again_after_a_redirect_and_a_refusal() {
    let transport = Scripted::new([Step::Redirected(Box::new(refusal("n-1"))), Step::status(200)]);
    let nonce = Nonce::default();
    let client = over(&transport).authorizer(nonce.clone()).build().unwrap();
    let error = order!(PutOrder).send(&client).await.unwrap_err();
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(401), 1));
    let seen = nonce.refusals.lock().unwrap().clone();
    assert_eq!(seen.iter().map(|seen| (seen.can_try_again, seen.is_first)).collect::<Vec<_>>(), [(false, true)]);
    // A request with a safe method is sent again.
    let transport = Scripted::new([Step::Redirected(Box::new(refusal("n-1"))), Step::status(200)]);
    let client = over(&transport).authorizer(nonce.clone()).build().unwrap();
    assert_eq!(order!(GetOrder).send(&client).with_reply().await.unwrap().reply.attempts(), 2);
}

#[endpoint(method = "PUT", path = "/uploads/<upload>")]
struct PutUpload {
    upload: String,
    #[payload]
    content: Body,
}

#[tokio::test]
async fn one_shot_body_is_not_sent_again_after_a_refusal() {
    for (content, attempts) in [(Body::new(axum::body::Body::from("a")), 1), (Body::from("a"), 2)] {
        // The transport reads the body.
        let seen = Arc::new(AtomicU32::new(0));
        let transport = Reading(Arc::clone(&seen));
        let nonce = Nonce::default();
        let client = Client::builder("http://a.example").transport(transport).authorizer(nonce.clone());
        let client = client.retry(AT_ONCE).build().unwrap();
        let upload = PutUpload { upload: "u".to_owned(), content };
        let error = upload.send(&client).await.unwrap_err();
        assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(401), attempts));
        assert_eq!(seen.load(SeqCst), attempts);
        assert_eq!(nonce.refusals.lock().unwrap()[0].can_try_again, attempts == 2);
    }
}

/// Reads each body, and refuses the request.
struct Reading(Arc<AtomicU32>);

impl callsheet::transport::Transport for Reading {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, callsheet::transport::TransportError>> {
        use http_body::Body as _;
        assert!(self.0.fetch_add(1, SeqCst) < 9, "the request is sent without end");
        Box::pin(async move {
            let mut body = request.into_body();
            while std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await.is_some() {}
            Ok(http::Response::builder().status(401).body(Body::empty()).unwrap())
        })
    }
}

/// What a [`Failing`] authorizer does.
#[derive(Clone, Copy)]
enum Fails {
    AtOnce,
    Later,
    Never,
    AfterRefusal,
}

struct Failing(Fails, Arc<AtomicBool>);

/// Records that it was dropped.
struct Guard(Arc<AtomicBool>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

impl Authorizer for Failing {
    fn authorize<'a>(&'a self, _: Outgoing<'a>) -> Authorization<'a> {
        match self.0 {
            Fails::AtOnce => Authorization::ready(Err("no key")),
            Fails::Later => Authorization::wait(async {
                tokio::time::sleep(Duration::from_secs(1)).await;
                Err("no key".into())
            }),
            Fails::Never => Authorization::wait(async {
                let _guard = Guard(Arc::clone(&self.1));
                pending().await
            }),
            Fails::AfterRefusal => Authorization::done(),
        }
    }

    fn refused<'a>(&'a self, _: Refusal<'a>) -> BoxFuture<'a, Result<AfterRefusal, BoxError>> {
        Box::pin(async { Err("no other key".into()) })
    }
}

fn failing(fails: Fails) -> (Scripted, Client, Arc<AtomicBool>) {
    let transport = Scripted::new([Step::status(401)]);
    let dropped = Arc::new(AtomicBool::new(false));
    let client = over(&transport).authorizer(Failing(fails, Arc::clone(&dropped))).build().unwrap();
    (transport, client, dropped)
}

#[tokio::test(start_paused = true)]
async fn error_of_an_authorizer_ends_the_call_without_an_attempt() {
    for fails in [Fails::AtOnce, Fails::Later] {
        let (transport, client, _) = failing(fails);
        let error = order!(GetOrder).send(&client).await.unwrap_err();
        let Error::Transport { source, .. } = &error else { panic!("{error}") };
        assert_eq!((source.kind(), error.sent()), (TransportErrorKind::Credentials, Sent::No));
        assert_eq!((error.attempts(), transport.attempts().len()), (0, 0));
        assert!(error.to_string().ends_with("could not get credentials"), "{error}");
        assert!(printed(&error).contains("no key"), "{}", printed(&error));
    }
}

#[tokio::test]
async fn error_after_a_refusal_has_the_refusal_as_its_reply() {
    let (_, client, _) = failing(Fails::AfterRefusal);
    let error = order!(GetOrder).send(&client).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error}") };
    assert_eq!((source.kind(), error.sent()), (TransportErrorKind::Credentials, Sent::Yes));
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(401), 1));
}

#[tokio::test(start_paused = true)]
async fn authorizer_that_does_not_end_is_limited_by_the_call_and_dropped_with_it() {
    let (_, client, dropped) = failing(Fails::Never);
    let limited = client.with(CallOptions::new().timeout(Duration::from_secs(2)));
    let error = order!(GetOrder).send(&limited).await.unwrap_err();
    let Error::Timeout { source, .. } = &error else { panic!("{error}") };
    assert_eq!((source.time_limit(), error.sent()), (Some(TimeLimit::Total), Sent::No));
    assert!(dropped.swap(false, SeqCst));

    let mut call = Box::pin(order!(GetOrder).send(&client));
    assert!(futures_util::poll!(call.as_mut()).is_pending());
    assert!(!dropped.load(SeqCst));
    drop(call);
    assert!(dropped.load(SeqCst));
}

/// Waits for a gate in the first call. The other calls do not wait.
#[derive(Default)]
struct FirstWaits(AtomicU32);

impl Authorizer for FirstWaits {
    fn authorize<'a>(&'a self, mut request: Outgoing<'a>) -> Authorization<'a> {
        if self.0.fetch_add(1, SeqCst) == 0 {
            return Authorization::wait(pending());
        }
        Authorization::ready(request.bearer("token-1"))
    }
}

#[tokio::test]
async fn call_whose_authorizer_waits_does_not_block_another_call() {
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).authorizer(FirstWaits::default()).build().unwrap();
    let mut first = Box::pin(order!(GetOrder).send(&client));
    assert!(futures_util::poll!(first.as_mut()).is_pending());
    order!(GetOrder).send(&client).await.unwrap();
    assert_eq!(transport.header("authorization"), [Some("Bearer token-1".to_owned())]);
}

#[tokio::test]
async fn authorizer_is_not_called_for_a_call_with_its_own_authorization() {
    let transport = Scripted::new([Step::status(401)]);
    let nonce = Nonce::default();
    let client = over(&transport).authorizer(nonce.clone()).build().unwrap();
    let own = CallOptions::new().bearer("own").retry(RetryPolicy::none());
    let error = order!(GetOrder).send(&client).with(own).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(transport.header("authorization"), [Some("Bearer own".to_owned())]);
    assert_eq!((nonce.asked.load(SeqCst), nonce.refusals.lock().unwrap().len()), (0, 0));
}

struct Invalid;

impl Authorizer for Invalid {
    fn authorize<'a>(&'a self, mut request: Outgoing<'a>) -> Authorization<'a> {
        for (name, value) in [("host", "a"), ("content-length", "1"), ("a b", "c"), ("a", "s3cret\r\nb: c")] {
            let refused = request.secret_header(name, value).unwrap_err().to_string();
            assert!(!refused.contains("s3cret"), "{refused}");
            assert!(request.headers().get("a").is_none());
        }
        assert!(!request.bearer("s3cret\n").unwrap_err().to_string().contains("s3cret"));
        assert!(!request.basic("a:b", "s3cret").unwrap_err().to_string().contains("s3cret"));
        let too_long = "s3cret".repeat(20_000);
        assert!(!request.query("a", &too_long).unwrap_err().to_string().contains("s3cret"));
        assert_eq!(format!("{request:?}"), "Outgoing { endpoint: \"GetOrder\", attempt: 1, .. }");
        Authorization::ready(request.basic("user", "password"))
    }
}

#[tokio::test]
async fn invalid_credentials_are_refused_without_printing_them() {
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).authorizer(Invalid).build().unwrap();
    order!(GetOrder).send(&client).await.unwrap();
    let request = &transport.attempts()[0].request;
    assert_eq!(request.headers()["authorization"], "Basic dXNlcjpwYXNzd29yZA==");
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(request.uri().query(), None);
}
