//! Header fields that control the connection or the message framing are refused, however they are set. The framing
//! itself is always sent.

use std::collections::BTreeMap;

use bytes::Bytes;
use callsheet::{
    Api, CallOptions, Client, Endpoint, endpoint,
    error::{NoErrors, Sent},
    error_format::{ErrorFormat, StandardFormat},
};
use support::{RawServer, client_of, redirect, reply};

use super::headers;

/// RFC 9110 sections 6.6.2, 7.2, 7.6.1, 7.8 and 10.1.1, RFC 9112 section 6.
const OF_THE_TRANSPORT: [&str; 11] = [
    "Connection",
    "Content-Length",
    "Expect",
    "Host",
    "HTTP2-Settings",
    "Keep-Alive",
    "Proxy-Connection",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
];

#[endpoint(method = "POST", path = "/upload")]
struct Upload {
    #[header(prefix = "content-")]
    content: BTreeMap<String, String>,
    #[header(prefix = "transfer-")]
    transfer: BTreeMap<String, String>,
    #[payload(bytes)]
    data: Bytes,
}

#[endpoint(method = "POST", path = "/any", idempotency_key = "Idempotency-Key")]
struct Any {
    #[header(prefix = "")]
    fields: BTreeMap<String, String>,
}

fn map(name: &str, value: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(name.to_owned(), value.to_owned())])
}

#[tokio::test]
async fn map_with_a_framing_field_is_refused_and_nothing_is_sent() {
    let server = RawServer::answering(reply(204, &[], "")).await;
    let client = client_of(&server);
    let data = Bytes::from_static(b"37 bytes of a body that must not be cut");
    for (content, transfer, field) in [
        (map("length", "5"), BTreeMap::new(), "content"),
        (map("LENGTH", "5"), BTreeMap::new(), "content"),
        (BTreeMap::new(), map("encoding", "chunked"), "transfer"),
    ] {
        let error = Upload { content, transfer, data: data.clone() }.send(&client).await.unwrap_err();
        let callsheet::Error::Build { source, .. } = &error else { panic!("{error:?}") };
        assert_eq!((source.field_name(), error.sent()), (Some(field), Sent::No));
        assert!(source.to_string().contains("only the transport sets `"), "{source}");
    }
    assert_eq!(server.log().connections, 0);
    let content = map("language", "en");
    Upload { content, transfer: BTreeMap::new(), data: data.clone() }.send(&client).await.unwrap();
    let request = server.request();
    assert_eq!((request.header("content-language"), &request.body), (Some("en"), &data));
}

#[test]
fn framing_field_is_refused_however_it_is_set() {
    let empty = Any { fields: BTreeMap::new() };
    let client = Client::builder("http://localhost").build().unwrap();
    for name in OF_THE_TRANSPORT {
        let told = format!("only the transport sets `{}`", name.to_ascii_lowercase());
        let error = client.to_request(&Any { fields: map(name, "x") }).unwrap_err();
        let callsheet::Error::Build { source, .. } = &error else { panic!("{error:?}") };
        assert_eq!(source.field_name(), Some("fields"));
        assert!(source.to_string().contains(&told), "{source}");
        for options in [CallOptions::new().header(name, "x"), CallOptions::new().secret_header(name, "x")] {
            let error = client.with(options).to_request(&empty).unwrap_err();
            let callsheet::Error::Build { source, .. } = &error else { panic!("{error:?}") };
            assert!(source.to_string().contains(&told), "{source}");
        }
        for builder in [
            Client::builder("http://localhost").header(name, "x"),
            Client::builder("http://localhost").secret_header(name, "x"),
        ] {
            let error = builder.build().unwrap_err();
            assert!(error.to_string().contains(&told), "{error}");
        }
    }
}

struct Framed<const N: usize>;

impl<const N: usize> Api for Framed<N> {
    const BASE_URL: Option<&'static str> = Some("http://localhost");
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    const HEADERS: &'static [(&'static str, &'static str)] =
        &[[("Transfer-Encoding", "chunked"), ("Host", "other"), ("a b", "x"), ("x-a", "b\n")][N]];
    type Errors = NoErrors;
}

#[test]
fn header_fields_of_an_api_are_checked_like_any_other() {
    let errors = [
        Client::for_api::<Framed<0>>().build().unwrap_err(),
        Client::for_api::<Framed<1>>().build().unwrap_err(),
        Client::for_api::<Framed<2>>().build().unwrap_err(),
        Client::for_api::<Framed<3>>().build().unwrap_err(),
    ];
    let told = [
        "only the transport sets `transfer-encoding`",
        "only the transport sets `host`",
        "not a valid header field name",
        "control character",
    ];
    for (error, told) in errors.into_iter().zip(told) {
        assert!(error.to_string().contains(told), "{error}");
    }
}

#[tokio::test]
async fn idempotency_key_is_checked_like_any_other_value() {
    let client = Client::builder("http://localhost").build().unwrap();
    for key in ["a\nb", " a", "a\t", "\u{7f}"] {
        let call = Any { fields: BTreeMap::new() }.send(&client).with(CallOptions::new().idempotency_key(key));
        let error = call.await.unwrap_err();
        let callsheet::Error::Build { source, .. } = &error else { panic!("{error:?}") };
        assert!(source.to_string().starts_with("the idempotency key: "), "{source}");
    }
}

#[test]
fn too_many_fields_are_refused_without_a_panic() {
    let fields = (0..40_000).map(|number| (format!("x-{number}"), "a".to_owned())).collect();
    let client = Client::builder("http://localhost").build().unwrap();
    let error = client.to_request(&Any { fields }).unwrap_err();
    assert!(matches!(error, callsheet::Error::Build { .. }), "{error:?}");
}

#[test]
fn map_keys_that_name_the_same_header_field_are_refused() {
    let fields = BTreeMap::from([("X-A".to_owned(), "1".to_owned()), ("x-a".to_owned(), "2".to_owned())]);
    let error = Client::builder("http://localhost").build().unwrap().to_request(&Any { fields }).unwrap_err();
    let callsheet::Error::Build { source, .. } = &error else { panic!("{error:?}") };
    assert!(source.to_string().contains("`x-a`"), "{source}");
}

#[test]
fn content_type_of_a_map_takes_precedence_over_that_of_the_body() {
    let upload = |content| Upload { content, transfer: BTreeMap::new(), data: Bytes::from_static(b"a,b") };
    assert_eq!(headers(&upload(BTreeMap::new()))["content-type"], "application/octet-stream");
    assert_eq!(headers(&upload(map("type", "text/csv")))["content-type"], "text/csv");
}

macro_rules! without_content {
    ($($name:ident $method:literal $expected:expr;)*) => {
        $(
            #[endpoint(method = $method, path = "/")]
            struct $name;
        )*

        #[tokio::test]
        async fn content_length_0_is_sent_if_the_method_expects_content() {
            let server = RawServer::answering(reply(204, &[], "")).await;
            let client = client_of(&server);
            $(
                let built = headers(&$name);
                $name.send(&client).await.unwrap();
                let request = server.requests().pop().unwrap();
                let expected: Option<&str> = $expected;
                assert_eq!(request.header("content-length"), expected, "{}", request.head);
                assert_eq!(built.get("content-length").map(|value| value.to_str().unwrap()), expected, $method);
                assert_eq!(request.header("content-type"), None);
            )*
        }
    };
}

without_content! {
    Get "GET" None;
    Head "HEAD" None;
    Delete "DELETE" None;
    Options "OPTIONS" None;
    Trace "TRACE" None;
    Copy "COPY" None;
    Move "MOVE" None;
    Post "POST" Some("0");
    Put "PUT" Some("0");
    Patch "PATCH" Some("0");
    Query "QUERY" Some("0");
    Report "REPORT" Some("0");
    Propfind "PROPFIND" Some("0");
}

#[endpoint(method = "PUT", path = "/")]
struct PutText {
    #[payload(text)]
    text: Option<String>,
}

#[endpoint(method = "PUT", path = "/")]
struct PutTyped {
    #[payload(text, content_type = "text/plain; title=\"zoë; b\"; charset=utf-8")]
    text: String,
}

#[test]
fn media_type_with_a_quoted_parameter_is_sent_as_written() {
    let headers = headers(&PutTyped { text: "a".to_owned() });
    assert_eq!(headers["content-type"].as_bytes(), "text/plain; title=\"zoë; b\"; charset=utf-8".as_bytes());
}

#[tokio::test]
async fn payload_has_one_content_length_whether_or_not_it_is_empty() {
    let server = RawServer::answering(reply(204, &[], "")).await;
    let client = client_of(&server);
    for (text, length) in [(None, "0"), (Some(""), "0"), (Some("abc"), "3")] {
        PutText { text: text.map(str::to_owned) }.send(&client).await.unwrap();
        // `header` fails if a field was sent twice.
        assert_eq!(server.requests().pop().unwrap().header("content-length"), Some(length));
    }
}

#[tokio::test]
async fn get_after_a_303_has_no_content_length() {
    let server = RawServer::in_turn([
        support::Script::receive().write(redirect(303, "/done")),
        support::Script::receive().write(reply(204, &[], "")),
    ])
    .await;
    Post.send(&client_of(&server)).await.unwrap();
    let [post, get] = server.requests().try_into().unwrap();
    assert_eq!((post.header("content-length"), get.header("content-length")), (Some("0"), None));
    assert!(get.line().starts_with("GET /done "), "{}", get.head);
}

#[endpoint(method = "GET", path = "/")]
struct Secrets {
    #[header(name = "Authorization")]
    credentials: Option<String>,
    #[header(name = "X-Api-Key")]
    key: Option<String>,
    #[header(prefix = "")]
    fields: BTreeMap<String, String>,
}

struct SecretApi;

impl Api for SecretApi {
    const BASE_URL: Option<&'static str> = Some("http://localhost");
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    const HEADERS: &'static [(&'static str, &'static str)] = &[("x-api-key", "s3cret"), ("x-plain", "a")];
    type Errors = NoErrors;
}

#[endpoint(method = "GET", path = "/", api = SecretApi)]
struct OfSecretApi;

#[test]
fn credentials_are_marked_sensitive_by_name_however_they_are_set() {
    let secrets = [
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "Set-Cookie",
        "Api-Key",
        "X-Api-Key",
        "X-Auth-Token",
        "X-Access-Token",
        "X-Amz-Security-Token",
        "X-Goog-Api-Key",
    ];
    let call = |fields| Secrets { credentials: None, key: None, fields };
    for name in secrets {
        assert!(headers(&call(map(name, "s3cret")))[name].is_sensitive(), "{name} of a map");
        let client = Client::builder("http://localhost").header(name, "s3cret").build().unwrap();
        assert!(
            client.to_request(&call(BTreeMap::new())).unwrap().headers()[name].is_sensitive(),
            "{name} of a client"
        );
        let client = Client::builder("http://localhost").build().unwrap();
        let client = client.with(CallOptions::new().header(name, "s3cret"));
        assert!(client.to_request(&call(BTreeMap::new())).unwrap().headers()[name].is_sensitive(), "{name} of options");
    }
    let fields =
        Secrets { credentials: Some("s3cret".into()), key: Some("s3cret".into()), fields: map("X-Plain", "a") };
    let headers = headers(&fields);
    assert!(headers["authorization"].is_sensitive() && headers["x-api-key"].is_sensitive());
    assert!(!headers["x-plain"].is_sensitive());
    assert!(Secrets::REFERENCE.fields[0].sensitive && Secrets::REFERENCE.fields[1].sensitive);
    let client = Client::for_api::<SecretApi>().build().unwrap();
    let request = client.to_request(&OfSecretApi).unwrap();
    assert!(request.headers()["x-api-key"].is_sensitive() && !request.headers()["x-plain"].is_sensitive());
}
