//! An authorizer that signs each request: method, path, date and a hash of the body.

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use callsheet::auth::{Authorization, Authorizer, Outgoing};
use callsheet::clock::{Clock, TokioClock};
use callsheet::error::{BoxError, Sent};
use callsheet::transport::{BoxFuture, TransportErrorKind};
use callsheet::{Body, Client, Error, RetryPolicy, endpoint};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use support::{RawServer, Received, Script, json, printed, redirect};

use super::AT_ONCE;

const SECRET: &[u8] = b"s3cret";

#[endpoint(
    method = "PUT",
    path = "/notes/<note>",
    query("v" = "2"),
    response = Note,
    errors(note_not_found = 404),
)]
struct PutNote {
    note: String,
    text: String,
}

#[derive(Debug, serde::Deserialize)]
struct Note {}

#[endpoint(method = "GET", path = "/notes/<note>")]
struct GetNote {
    note: String,
}

#[endpoint(method = "PUT", path = "/uploads/<upload>")]
struct PutUpload {
    upload: String,
    #[payload]
    content: Body,
}

struct Signer;

fn signature(method: &str, target: &str, date: &str, body: &[u8]) -> String {
    let hash = BASE64_STANDARD.encode(Sha256::digest(body));
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET).expect("a key of any length");
    mac.update(format!("{method}\n{target}\n{date}\n{hash}").as_bytes());
    format!("HMAC key-1:{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

impl Signer {
    fn sign(request: &mut Outgoing<'_>) -> Result<(), BoxError> {
        let body = request.body().ok_or("this body cannot be signed")?;
        let date = request.clock().system_time().duration_since(UNIX_EPOCH)?.as_secs().to_string();
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        let signature = signature(request.method().as_str(), target, &date, body);
        request.header("x-date", &date)?;
        Ok(request.header("authorization", &signature)?)
    }
}

impl Authorizer for Signer {
    fn authorize<'a>(&'a self, mut request: Outgoing<'a>) -> Authorization<'a> {
        Authorization::ready(Self::sign(&mut request))
    }
}

/// Each time the date is read, it is one second later.
#[derive(Default)]
struct Ticking(AtomicU64);

impl Clock for Ticking {
    fn now(&self) -> Duration {
        TokioClock::new().now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        TokioClock::new().sleep(duration)
    }

    fn system_time(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_800_000_000 + self.0.fetch_add(1, SeqCst))
    }
}

/// Whether the server accepts the signature.
fn is_signed(request: &Received) -> bool {
    let method = request.line().split(' ').next().unwrap_or_default();
    let date = request.header("x-date").unwrap_or_default();
    request.header("authorization") == Some(&signature(method, request.target(), date, &request.body))
}

fn answer(status: u16) -> Script {
    Script::receive()
        .answer(move |request| json(if is_signed(request) { status } else { 401 }, r#"{"code":"note_not_found"}"#))
}

fn client(server: &RawServer) -> Client {
    let builder = Client::builder(server.origin()).authorizer(Signer).clock(Ticking::default()).retry(AT_ONCE);
    builder.timeout(Duration::from_secs(5)).build().unwrap()
}

fn note(text: &str) -> PutNote {
    PutNote { note: "a/b".to_owned(), text: text.to_owned() }
}

#[tokio::test]
async fn every_attempt_has_its_own_date_and_signature() {
    let server = RawServer::in_turn([answer(503), answer(503), answer(200)]).await;
    let full = note("one").send(&client(&server)).with_reply().await.unwrap();
    assert_eq!(full.reply.attempts(), 3);
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(is_signed), "{requests:?}");
    assert_eq!(requests[0].target(), "/notes/a%2Fb?v=2");
    for two in requests.windows(2) {
        assert!(two[0].header("x-date") < two[1].header("x-date"));
        assert_ne!(two[0].header("authorization"), two[1].header("authorization"));
        assert_eq!(two[0].body, two[1].body);
    }
    // The server would notice a different body.
    assert!(!is_signed(&Received { body: "{}".into(), ..requests[0].clone() }));
}

#[tokio::test]
async fn signature_is_not_printed_and_is_marked_as_sensitive() {
    let server = RawServer::each(answer(404)).await;
    let client = client(&server);
    let error = note("one").send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Documented { .. }));
    assert!(!printed(&error).contains("HMAC"), "{}", printed(&error));
    let request = client.to_request(&note("one")).unwrap();
    assert!(request.headers()["authorization"].is_sensitive());
    assert!(!request.headers()["x-date"].is_sensitive());
    assert!(!format!("{request:?}").contains("HMAC"));
}

#[tokio::test]
async fn redirect_to_the_same_origin_has_the_signature_of_the_first_request() {
    let redirected = Script::receive().write(redirect(302, "/elsewhere"));
    let server = RawServer::in_turn([redirected, answer(200)]).await;
    let get = GetNote { note: "a".to_owned() };
    let error = get.send(&client(&server)).await.unwrap_err();
    // The signature does not match the other path, so the server refuses the request, and the signer does not try
    // again.
    assert_eq!((error.status().map(|status| status.as_u16()), error.attempts()), (Some(401), 1));
    let requests = server.requests();
    assert_eq!(requests[1].target(), "/elsewhere");
    assert_eq!(requests[0].header("authorization"), requests[1].header("authorization"));
}

#[tokio::test]
async fn body_that_is_not_in_memory_is_refused_before_anything_is_sent() {
    let server = RawServer::each(answer(200)).await;
    let content = Body::new(axum::body::Body::from("a"));
    let upload = PutUpload { upload: "u".to_owned(), content };
    let client = client(&server).with(callsheet::CallOptions::new().retry(RetryPolicy::new()));
    let error = upload.send(&client).await.unwrap_err();
    let Error::Transport { source, .. } = &error else { panic!("{error}") };
    assert_eq!((source.kind(), error.sent()), (TransportErrorKind::Credentials, Sent::No));
    assert!(printed(&error).contains("this body cannot be signed"), "{}", printed(&error));
    assert!(server.requests().is_empty());
}
