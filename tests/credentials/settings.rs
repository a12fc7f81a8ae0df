//! How credentials and the source of randomness are set on a client.

use std::time::Duration;

use callsheet::auth::{Authorization, Authorizer, Outgoing, Token, TokenSource};
use callsheet::error::{BoxError, NoErrors};
use callsheet::error_format::{ErrorFormat, StandardFormat};
use callsheet::random::{Random, SeededRandom};
use callsheet::transport::BoxFuture;
use callsheet::{Api, CallOptions, Client, ClientBuilder, Error, RetryPolicy, endpoint};
use support::{Scripted, Step, printed};

use super::{order, over};

struct Source;

impl TokenSource for Source {
    fn fetch(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async { Ok(Token::new("fetched")) })
    }
}

struct Header(&'static str);

impl Authorizer for Header {
    fn authorize<'a>(&'a self, mut request: Outgoing<'a>) -> Authorization<'a> {
        Authorization::ready(request.secret_header("x-proof", self.0))
    }
}

type Setting = (&'static str, fn(ClientBuilder) -> ClientBuilder);

const KINDS: [Setting; 5] = [
    ("bearer", |builder| builder.bearer("s3cret")),
    ("basic", |builder| builder.basic("user", "s3cret")),
    ("token_source", |builder| builder.token_source(Source)),
    ("authorizer", |builder| builder.authorizer(Header("s3cret"))),
    ("header(\"authorization\", ..)", |builder| builder.header("Authorization", "s3cret")),
];

#[test]
fn two_kinds_of_credentials_are_an_error_of_build() {
    let builder = || Client::builder("http://a.example").transport(Scripted::new([Step::status(200)]));
    for (first, set_first) in KINDS {
        for (second, set_second) in KINDS {
            let built = set_second(set_first(builder())).build();
            // The second value of the same kind replaces the first one.
            let Err(error) = built else {
                assert_eq!(first, second);
                continue;
            };
            let error = error.to_string();
            assert!(error.contains(&format!("`{first}`")) && error.contains(&format!("`{second}`")), "{error}");
            assert!(
                error.ends_with("are both set, but a client has one kind of credentials: remove one of them"),
                "{error}"
            );
            assert!(!error.contains("s3cret"), "{error}");
        }
    }
}

#[tokio::test]
async fn credentials_set_twice_are_replaced() {
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).bearer("one").bearer("two").build().unwrap();
    order!(GetOrder).send(&client).await.unwrap();
    assert_eq!(transport.header("authorization"), [Some("Bearer two".to_owned())]);
}

enum Dressed {}

impl Api for Dressed {
    const BASE_URL: Option<&'static str> = Some("http://a.example");
    const HEADERS: &'static [(&'static str, &'static str)] = &[("Authorization", "Anonymous")];
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    type Errors = NoErrors;
}

#[endpoint(method = "GET", path = "/a", api = Dressed)]
struct OfDressed {}

#[tokio::test]
async fn credentials_of_the_client_replace_those_of_the_api() {
    for (set, expected) in [
        ((|builder| builder) as fn(ClientBuilder<Dressed>) -> ClientBuilder<Dressed>, "Anonymous"),
        (|builder| builder.bearer("a"), "Bearer a"),
        (|builder| builder.basic("", ""), "Basic Og=="),
        (|builder| builder.token_source(Source), "Bearer fetched"),
        (|builder| builder.header("authorization", "b"), "b"),
    ] {
        let transport = Scripted::new([Step::status(200)]);
        let client = set(Client::for_api().transport(transport.clone())).build().unwrap();
        OfDressed {}.send(&client).await.unwrap();
        assert_eq!(transport.header("authorization"), [Some(expected.to_owned())]);
    }
}

#[tokio::test]
async fn request_without_a_network_has_the_credentials_that_are_available() {
    let client = |set: fn(ClientBuilder) -> ClientBuilder| {
        set(over(&Scripted::new([Step::status(200)])).secret_query("key", "k&1")).build().unwrap()
    };
    let built = |client: &Client| client.to_request(&order!(GetOrder)).unwrap();

    let request = built(&client(|builder| builder.bearer("a")));
    assert_eq!(request.headers()["authorization"], "Bearer a");
    assert_eq!(request.uri().query(), Some("key=k%261"));
    assert_eq!(built(&client(|builder| builder.authorizer(Header("p")))).headers()["x-proof"], "p");

    // A source is not called, but the token of an earlier call is available.
    let of_source = client(|builder| builder.token_source(Source));
    assert!(built(&of_source).headers().get("authorization").is_none());
    order!(GetOrder).send(&of_source).await.unwrap();
    assert_eq!(built(&of_source).headers()["authorization"], "Bearer fetched");
    let own = of_source.with(CallOptions::new().bearer("own"));
    assert_eq!(built(&own).headers()["authorization"], "Bearer own");
}

#[test]
fn future_of_an_authorizer_is_not_polled_without_a_network() {
    struct Panics;
    impl Authorizer for Panics {
        fn authorize<'a>(&'a self, _: Outgoing<'a>) -> Authorization<'a> {
            Authorization::wait(async { panic!("polled") })
        }
    }
    let client = over(&Scripted::new([Step::status(200)])).authorizer(Panics).build().unwrap();
    assert!(client.to_request(&order!(GetOrder)).unwrap().headers().get("authorization").is_none());
}

#[test]
fn error_of_an_authorizer_is_a_build_error_without_a_network() {
    struct Fails;
    impl Authorizer for Fails {
        fn authorize<'a>(&'a self, _: Outgoing<'a>) -> Authorization<'a> {
            Authorization::ready(Err("no key"))
        }
    }
    let client = over(&Scripted::new([Step::status(200)])).authorizer(Fails).build().unwrap();
    let error = client.to_request(&order!(GetOrder)).unwrap_err();
    assert!(matches!(error, Error::Build { .. }));
    assert!(printed(&error).contains("the credentials: no key"), "{}", printed(&error));
}

#[tokio::test]
async fn key_in_the_query_is_sent_with_every_call_and_never_printed() {
    let transport = Scripted::new([Step::status(503), Step::body(404, "{}")]);
    let client = over(&transport).secret_query("key", "s3cret").bearer("s3cret-too").build().unwrap();
    let error = order!(GetOrder).send(&client).with(CallOptions::new().query("a", "b")).await.unwrap_err();
    assert!(!printed(&error).contains("s3cret"), "{}", printed(&error));
    assert!(!format!("{client:?} {:?}", client.with(CallOptions::new())).contains("s3cret"));
    let queries: Vec<_> = transport.attempts().iter().map(|it| it.request.uri().query().map(str::to_owned)).collect();
    assert_eq!(queries, vec![Some("a=b&key=s3cret".to_owned()); 2]);
    // The key is also sent with an `Authorization` of the call.
    order!(GetOrder).send(&client).with(CallOptions::new().bearer("own")).await.unwrap_err();
    assert_eq!(transport.attempts().last().unwrap().request.uri().query(), Some("key=s3cret"));
}

#[tokio::test(start_paused = true)]
async fn two_clients_with_the_same_seed_have_the_same_keys_and_waits() {
    let run = |seed: u64| async move {
        let transport = Scripted::new([Step::status(503)]);
        let policy = RetryPolicy::new().attempts(6).backoff(Duration::from_secs(1), Duration::from_secs(60));
        let builder = over(&transport).random(SeededRandom::new(seed)).retry(policy).no_timeout();
        let client = builder.build().unwrap();
        order!(KeyedOrder).send(&client).await.unwrap_err();
        order!(KeyedOrder).send(&client).await.unwrap_err();
        (transport.header("idempotency-key"), transport.gaps())
    };
    let (first, same, other) = (run(7).await, run(7).await, run(8).await);
    assert_eq!(first, same);
    assert!(first.0 != other.0 && first.1 != other.1);
    // The keys of a client's calls differ.
    assert_ne!(first.0[0], first.0[6]);
}

struct NoBytes;

impl Random for NoBytes {
    fn fill(&self, _: &mut [u8]) -> Result<(), BoxError> {
        Err("this platform has none".into())
    }
}

#[tokio::test]
async fn missing_random_bytes_are_a_build_error_only_for_calls_with_a_key() {
    let transport = Scripted::new([Step::status(200)]);
    let client = over(&transport).random(NoBytes).build().unwrap();
    let error = order!(KeyedOrder).send(&client).await.unwrap_err();
    assert!(matches!(error, Error::Build { .. }));
    let text = printed(&error);
    assert!(text.contains("no random bytes for an idempotency key: this platform has none"), "{text}");
    assert!(transport.attempts().is_empty());
    // A key from the caller needs no random bytes.
    let own = CallOptions::new().idempotency_key("own");
    order!(KeyedOrder).send(&client).with(own).await.unwrap();
    order!(GetOrder).send(&client).await.unwrap();
}
