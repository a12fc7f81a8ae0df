//! Requests on the wire.

use std::fmt::Write as _;

use callsheet::{Client, Patch, endpoint};
use percent_encoding::percent_decode_str;
use support::widgets::{CreateWidget, DeleteWidget, FindWidgets, GetWidget, StartWidget, UpdateWidget, WIDGET};
use support::{RawServer, Received, builder_of, client_of, json, reply};

#[tokio::test]
async fn trailing_slash_of_the_base_url_is_ignored() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    for (base, expected) in
        [("", "/widgets/w"), ("/", "/widgets/w"), ("/api/v1", "/api/v1/widgets/w"), ("/api/v1/", "/api/v1/widgets/w")]
    {
        let client = Client::builder(format!("{}{base}", server.origin())).build().unwrap();
        GetWidget { widget: "w".to_owned() }.send(&client).await.unwrap();
        assert_eq!(server.requests().last().unwrap().line(), format!("GET {expected} HTTP/1.1"));
    }
}

#[tokio::test]
async fn path_value_is_sent_as_one_segment() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let client = client_of(&server);
    let ascii: String = (0..=0x7f_u8).map(char::from).collect();
    for value in [&ascii, "a b/c?d#é%", "%2e%2e", "...", "..%2f..", "a\\..\\b", ";v=1,2", "日本", " "] {
        GetWidget { widget: value.to_owned() }.send(&client).await.unwrap();
        let request = server.requests().pop().unwrap();
        let segment = request.target().strip_prefix("/widgets/").unwrap();
        assert!(!segment.contains(['/', '?', '#', ' ']), "{segment}");
        assert_eq!(percent_decode_str(segment).decode_utf8().unwrap(), value, "{segment}");
    }
    GetWidget { widget: "a b/c?é%".to_owned() }.send(&client).await.unwrap();
    assert_eq!(server.requests().pop().unwrap().target(), "/widgets/a%20b%2Fc%3F%C3%A9%25");
}

#[endpoint(method = "GET", path = "/<key..>")]
struct GetObject {
    #[path(allow_empty)]
    key: String,
}

#[tokio::test]
async fn empty_segments_are_sent_as_built() {
    let server = RawServer::answering(reply(204, &[], "")).await;
    for base in ["", "/bucket", "//b"] {
        let client = Client::builder(format!("{}{base}", server.origin())).build().unwrap();
        for key in ["photos/", "a//b", "/a", "/", "//", "///x//", "a/%2e%2e/b", "a/.../ "] {
            let call = GetObject { key: key.to_owned() };
            call.send(&client).await.unwrap();
            let built = client.to_request(&call).unwrap();
            let sent = server.requests().pop().unwrap();
            assert_eq!(Some(sent.target()), built.uri().path_and_query().map(http::uri::PathAndQuery::as_str));
            let tail = sent.target().strip_prefix(base).and_then(|path| path.strip_prefix('/')).unwrap();
            assert_eq!(percent_decode_str(tail).decode_utf8().unwrap(), key);
        }
    }
}

#[tokio::test]
async fn query_arrives_unchanged_without_absent_values() {
    let server = RawServer::answering(json(200, "[]")).await;
    let client = client_of(&server);
    let ascii: String = (0..=0x7f_u8).map(char::from).collect();
    FindWidgets { sort: ascii.clone(), text: Some("a&b=c+d é#".to_owned()), page: None }.send(&client).await.unwrap();
    FindWidgets::builder().sort("").page(2_u32).send(&client).await.unwrap();
    let [first, second] = server.requests().try_into().unwrap();
    let query = first.target().strip_prefix("/widgets?").unwrap();
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let expected = [("sort", ascii.as_str()), ("text", "a&b=c+d é#")];
    assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(second.line(), "GET /widgets?sort=&page=2 HTTP/1.1");
}

#[tokio::test]
async fn body_distinguishes_absent_null_and_value() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let client = client_of(&server);
    for (name, note, expected) in [
        (None, Patch::Absent, "{}"),
        (None, Patch::Null, r#"{"note":null}"#),
        (Some("Bolt \"8\" é"), Patch::Value("x".to_owned()), r#"{"name":"Bolt \"8\" é","note":"x"}"#),
    ] {
        UpdateWidget { widget: "w".to_owned(), name: name.map(str::to_owned), note }.send(&client).await.unwrap();
        let request = server.requests().pop().unwrap();
        assert_eq!((request.line(), request.text()), ("PATCH /widgets/w HTTP/1.1", expected));
        assert_eq!(request.header("content-type"), Some("application/json"));
        assert_eq!(request.header("content-length"), Some(expected.len().to_string().as_str()));
    }
    CreateWidget { name: "a".to_owned() }.send(&client).await.unwrap();
    let request = server.requests().pop().unwrap();
    assert_eq!((request.line(), request.text()), ("POST /widgets HTTP/1.1", r#"{"name":"a"}"#));
}

#[tokio::test]
async fn endpoint_without_body_fields_sends_no_body_and_no_content_type() {
    let server = RawServer::answering(reply(204, &[], "")).await;
    let client = client_of(&server);
    DeleteWidget { widget: "w".to_owned() }.send(&client).await.unwrap();
    StartWidget { widget: "w".to_owned() }.send(&client).await.unwrap();
    GetWidget { widget: "w".to_owned() }.send(&client).await.unwrap_err();
    let requests = server.requests();
    let lines: Vec<&str> = requests.iter().map(Received::line).collect();
    assert_eq!(lines, ["DELETE /widgets/w HTTP/1.1", "POST /widgets/w/start HTTP/1.1", "GET /widgets/w HTTP/1.1"]);
    for request in &requests {
        assert_eq!(request.header("content-type"), None, "{}", request.head);
        // RFC 9110 section 8.6: a POST declares that its content is empty; other methods need not.
        assert!(matches!(request.header("content-length"), None | Some("0")), "{}", request.head);
        assert!(request.body.is_empty());
    }
    assert_eq!(requests[2].header("content-length"), None);
}

#[tokio::test]
async fn only_headers_of_the_client_are_sent() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let plain = client_of(&server);
    let dressed = builder_of(&server)
        .bearer("token-1")
        .header("X-Tenant", "first")
        .header("x-tenant", "acme")
        .secret_header("x-api-key", "key-1")
        .user_agent("acme-sdk/1.2")
        .build()
        .unwrap();
    let call = GetWidget { widget: "w".to_owned() };
    call.send(&plain).await.unwrap();
    call.send(&dressed).await.unwrap();
    let [plain, dressed] = server.requests().try_into().unwrap();
    assert_eq!(plain.header_names(), ["accept", "host", "user-agent"]);
    assert_eq!(plain.header("accept"), Some("application/json"));
    assert_eq!(plain.header("host"), server.origin().strip_prefix("http://"));
    assert_eq!(plain.header("user-agent"), Some(concat!("callsheet/", env!("CARGO_PKG_VERSION"))));
    assert_eq!(dressed.header_names(), ["accept", "authorization", "host", "user-agent", "x-api-key", "x-tenant"]);
    for (name, value) in [
        ("authorization", "Bearer token-1"),
        ("x-tenant", "acme"),
        ("x-api-key", "key-1"),
        ("user-agent", "acme-sdk/1.2"),
        ("accept", "application/json"),
    ] {
        assert_eq!(dressed.header(name), Some(value));
    }
}

#[tokio::test]
async fn to_request_builds_what_is_sent() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let client = builder_of(&server).bearer("token-1").header("x-tenant", "acme").build().unwrap();
    let call = UpdateWidget { widget: "a b".to_owned(), name: Some("é".to_owned()), note: Patch::Null };
    let built = client.to_request(&call).unwrap();
    call.send(&client).await.unwrap();
    let sent = server.request();
    assert_eq!(sent.line(), format!("{} {} HTTP/1.1", built.method(), built.uri().path_and_query().unwrap()));
    assert_eq!(sent.body, built.body().as_bytes().unwrap());
    let mut head = String::new();
    for (name, value) in built.headers() {
        assert_eq!(sent.header(name.as_str()), value.to_str().ok(), "{name}");
        writeln!(head, "{name}").unwrap();
    }
    assert_eq!(head.lines().count() + 2, sent.header_names().len(), "only host and length come on top");
}

#[tokio::test]
async fn invalid_request_is_not_sent() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let client = client_of(&server);
    for value in ["", ".", ".."] {
        let error = GetWidget { widget: value.to_owned() }.send(&client).await.unwrap_err();
        assert!(matches!(error, callsheet::Error::Build { .. }), "{error:?}");
        assert_eq!((error.sent(), error.attempts(), error.status()), (callsheet::error::Sent::No, 0, None));
    }
    assert_eq!(server.log().connections, 0);
}

#[tokio::test]
async fn client_header_replaces_a_default_but_not_the_endpoints_header() {
    let server = RawServer::answering(json(200, WIDGET)).await;
    let client = builder_of(&server).header("accept", "application/vnd.api+json").header("content-type", "text/plain");
    let client = client.build().unwrap();
    CreateWidget { name: "a".to_owned() }.send(&client).await.unwrap();
    let request = server.requests().pop().unwrap();
    assert_eq!(request.header("accept"), Some("application/vnd.api+json"));
    assert_eq!(request.header("content-type"), Some("application/json"));
}
