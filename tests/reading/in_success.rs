//! Errors with a success status, over a socket: they are errors everywhere, and a success costs only one more pass.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use callsheet::auth::{Token, TokenSource};
use callsheet::transport::BoxFuture;
use callsheet::{
    Api, Client, Endpoint, Error, RetryPolicy, Text,
    client::DriftKind,
    endpoint,
    error::{BoxError, NoErrors},
    error_format::{ErrorFormat, ErrorsInSuccess, JsonFormat, ProblemDetailsFormat},
    errors,
};
use support::{RawServer, Received, Script, json};

use super::read;

enum Chat {}

impl Api for Chat {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT.code("error");
    const ERRORS_IN_SUCCESS: ErrorsInSuccess = ErrorsInSuccess::if_equal("ok", "false");
    type Errors = ChatErrors;
}

#[errors(invalid_auth(status = 200, renew), missing_scope(status = [200, 403]))]
enum ChatErrors {}

#[derive(Debug, serde::Deserialize)]
struct Posted {
    ts: String,
}

#[endpoint(method = "POST", path = "/post", api = Chat, response = Posted, idempotent, errors(
    not_found = 200,
    gone(status = "4XX", code = "gone"),
    busy(status = 200, throttle),
    locked(status = 200, retry),
    detailed(status = 200, detail = u8),
))]
struct Post {}

#[endpoint(method = "POST", path = "/post", api = Chat, errors(failed(status = 200, code = none)))]
struct PostAnything {}

#[endpoint(method = "POST", path = "/text", api = Chat, response = Text, errors(default))]
struct PostText {}

const OK: &str = r#"{"ok":true,"ts":"1"}"#;

fn refused(code: &str) -> String {
    format!(r#"{{"ok":false,"error":"{code}","message":"m"}}"#)
}

/// A server that returns each of these bodies in turn, with status 200.
async fn server(bodies: Vec<String>) -> RawServer {
    let next = AtomicU32::new(0);
    let answer = move |_: &Received| {
        let at = usize::try_from(next.fetch_add(1, SeqCst)).unwrap();
        json(200, &bodies[at.min(bodies.len() - 1)])
    };
    RawServer::each(Script::receive().answer(answer)).await
}

fn client(server: &RawServer) -> callsheet::ClientBuilder<Chat> {
    let at_once = RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO);
    Client::for_api::<Chat>().base_url(server.origin()).retry(at_once)
}

#[tokio::test]
async fn documented_error_with_status_200_has_its_variant() {
    let server = server(vec![refused("not_found")]).await;
    let error = Post {}.send(&client(&server).build().unwrap()).await.unwrap_err();
    assert!(matches!(error.documented(), Some(PostError::NotFound { message: Some(_), .. })), "{error:?}");
    assert_eq!((error.status().unwrap().as_u16(), error.code(), error.attempts()), (200, Some("not_found"), 1));
    assert_eq!(error.body().unwrap(), refused("not_found").as_bytes());
    assert_eq!(error.to_string(), format!("POST {}/post: 200 not_found: m (request id req_1)", server.origin()));
}

#[tokio::test]
async fn success_is_a_value() {
    let server = server(vec![OK.to_owned()]).await;
    assert_eq!(Post {}.send(&client(&server).build().unwrap()).await.unwrap().ts, "1");
}

#[tokio::test]
async fn throttle_and_retry_with_status_200_are_repeated() {
    for code in ["busy", "locked"] {
        let server = server(vec![refused(code), OK.to_owned()]).await;
        let full = Post {}.send(&client(&server).build().unwrap()).with_reply().await.unwrap();
        assert_eq!((full.value.ts.as_str(), full.reply.attempts()), ("1", 2), "{code}");
    }
    let server = server(vec![refused("not_found"), OK.to_owned()]).await;
    Post {}.send(&client(&server).build().unwrap()).await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
}

#[derive(Clone, Default)]
struct Tokens(Arc<AtomicU32>);

impl TokenSource for Tokens {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        let token = Token::new(format!("token-{}", self.0.fetch_add(1, SeqCst)));
        Box::pin(async move { Ok(token) })
    }
}

#[tokio::test]
async fn expired_token_with_status_200_is_renewed() {
    let tokens = Tokens::default();
    let server = server(vec![refused("invalid_auth"), OK.to_owned()]).await;
    let client = client(&server).token_source(tokens.clone()).build().unwrap();
    assert_eq!(Post {}.send(&client).with_reply().await.unwrap().reply.attempts(), 2);
    assert_eq!(tokens.0.load(SeqCst), 2);
}

#[tokio::test]
async fn undocumented_error_with_status_200_is_undocumented_and_drift() {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let into = Arc::clone(&heard);
    let server = server(vec![refused("moved")]).await;
    let hook = move |drift: &callsheet::client::Drift<'_>| {
        assert!(matches!(drift.kind, DriftKind::Code("moved")));
        into.lock().unwrap().push(drift.to_string());
    };
    let error = Post {}.send(&client(&server).on_drift(hook).build().unwrap()).await.unwrap_err();
    assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    assert_eq!((error.code(), error.message()), (Some("moved"), Some("m")));
    assert_eq!(heard.lock().unwrap().as_slice(), ["POST /post: undocumented code \"moved\" at 200"]);
}

#[test]
fn error_kind_with_status_200_is_the_same_as_with_other_statuses() {
    let error = |body: &str| read::<Post>(200, &[], body.to_owned()).unwrap_err();
    assert!(matches!(
        error(&refused("missing_scope")).documented(),
        Some(PostError::Shared(ChatErrors::MissingScope { .. }))
    ));
    // A documented status without a readable code.
    assert!(matches!(error(r#"{"ok":false}"#), Error::UnexpectedBody { source: None, .. }));
    assert!(matches!(error(r#"{"ok":false,"error":"detailed"}"#), Error::UnexpectedBody { source: Some(_), .. }));
    // Another status than the entry's.
    assert!(matches!(error(&refused("gone")), Error::Undocumented { .. }));
    assert!(matches!(read::<Post>(404, &[], refused("gone")).unwrap_err().documented(), Some(PostError::Gone { .. })));
    // A reply that does not match the rule is a success, whether or not it decodes.
    assert!(matches!(error("<html>"), Error::Decode { .. }));
    assert!(matches!(error(r#"{"error":"not_found"}"#), Error::Decode { .. }));

    let failed = read::<PostAnything>(200, &[], refused("x")).unwrap_err();
    assert!(matches!(failed.documented(), Some(PostAnythingError::Failed { code: Some(code), .. }) if code == "x"));
    read::<PostAnything>(200, &[], "anything").unwrap();

    let text = read::<PostText>(200, &[], refused("x")).unwrap_err();
    assert!(matches!(text.documented(), Some(PostTextError::Default { status, .. }) if *status == 200));
    assert_eq!(read::<PostText>(200, &[], OK).unwrap().0, OK);
}

#[test]
fn problem_details_with_status_200_are_errors_if_the_api_says_so() {
    enum Problems {}
    impl Api for Problems {
        const ERROR_FORMAT: &'static dyn ErrorFormat = &ProblemDetailsFormat::new();
        const ERRORS_IN_SUCCESS: ErrorsInSuccess = ErrorsInSuccess::IF_CODE;
        type Errors = NoErrors;
    }
    #[endpoint(method = "GET", path = "/", api = Problems, response = Text, errors(gone(status = 200, code = "urn:gone")))]
    struct Get {}
    let problem = r#"{"type":"urn:gone","title":"Gone"}"#;
    let error = read::<Get>(200, &[("content-type", "application/problem+json")], problem).unwrap_err();
    assert!(matches!(error.documented(), Some(GetError::Gone { .. })));
    assert_eq!(read::<Get>(200, &[], r#"{"title":"a book"}"#).unwrap().0, r#"{"title":"a book"}"#);
}

#[test]
fn api_without_the_rule_has_no_errors_in_successes() {
    #[endpoint(method = "GET", path = "/", response = Text)]
    struct Get {}
    for body in [refused("not_found"), r#"{"error":{"code":"c"}}"#.to_owned()] {
        assert_eq!(read::<Get>(200, &[], body.clone()).unwrap().0, body);
    }
}

#[test]
fn other_2xx_status_is_an_error_without_a_rule() {
    enum Other {}
    impl Api for Other {
        const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT;
        type Errors = NoErrors;
    }
    #[endpoint(method = "GET", path = "/", api = Other, success = 200, errors(pending = 202))]
    struct Poll {}
    let pending = read::<Poll>(202, &[], r#"{"code":"pending"}"#).unwrap_err();
    assert!(matches!(pending.documented(), Some(PollError::Pending { .. })));
    assert_eq!(Poll::SPEC.path, "/");
}

#[tokio::test]
async fn code_with_status_200_is_drift_if_no_error_has_that_status() {
    enum Quiet {}
    impl Api for Quiet {
        const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT.code("error");
        const ERRORS_IN_SUCCESS: ErrorsInSuccess = ErrorsInSuccess::if_present("error");
        type Errors = NoErrors;
    }
    #[endpoint(method = "GET", path = "/", api = Quiet, errors(gone = 410))]
    struct Get {}
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let into = Arc::clone(&heard);
    let server = server(vec![refused("moved"), r#"{"error":7}"#.to_owned()]).await;
    let hook = move |drift: &callsheet::client::Drift<'_>| into.lock().unwrap().push(drift.to_string());
    let client = Client::for_api::<Quiet>().base_url(server.origin()).on_drift(hook).build().unwrap();
    for _ in 0..2 {
        let error = Get {}.send(&client).await.unwrap_err();
        assert!(matches!(error, Error::Undocumented { .. }), "{error:?}");
    }
    let lines = ["GET /: undocumented code \"moved\" at 200", "GET /: undocumented status 200"];
    assert_eq!(heard.lock().unwrap().as_slice(), lines);
}

/// Matches every other reply, so it needs no status.
#[errors(default)]
enum Rest {}

#[test]
fn default_error_needs_no_rule() {
    enum Plain {}
    impl Api for Plain {
        const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::FLAT;
        type Errors = Rest;
    }
    #[endpoint(method = "GET", path = "/", api = Plain)]
    struct Get {}
    read::<Get>(200, &[], r#"{"code":"c"}"#).unwrap();
    let error = read::<Get>(404, &[], "").unwrap_err();
    assert!(matches!(error.documented(), Some(GetError::Shared(Rest::Default { .. }))));
}

/// Counts how often it reads a reply.
struct Counting;

static READS: AtomicU32 = AtomicU32::new(0);

impl ErrorFormat for Counting {
    fn read<'a>(&self, reply: &'a callsheet::Reply) -> Option<callsheet::error_format::Problem<'a>> {
        READS.fetch_add(1, SeqCst);
        JsonFormat::FLAT.read(reply)
    }
}

enum Counted {}

impl Api for Counted {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &Counting;
    const ERRORS_IN_SUCCESS: ErrorsInSuccess = ErrorsInSuccess::IF_CODE;
    type Errors = NoErrors;
}

#[endpoint(method = "GET", path = "/counted", api = Counted, response = Text, errors(busy(status = 200, retry)))]
struct GetCounted {}

#[tokio::test]
async fn success_is_searched_for_an_error_once() {
    let server = RawServer::answering(json(200, "{}")).await;
    let client = Client::for_api::<Counted>().base_url(server.origin()).build().unwrap();
    GetCounted {}.send(&client).await.unwrap();
    assert_eq!(READS.load(SeqCst), 1);
}
