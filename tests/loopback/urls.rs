//! Errors contain the URL of the request and hide its secrets.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use callsheet::auth::{Authorization, Authorizer, Outgoing};
use callsheet::transport::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
use callsheet::{CallOptions, Client, Endpoint, Error, RetryPolicy, endpoint, error::Sent};
use http::{Request, Response};
use support::widgets::{GetWidget, get_widget, update_widget};
use support::{RawServer, Script, builder_of, client_of, json, printed, redirect, reply};

/// Fails every request.
struct Unreachable;

impl Transport for Unreachable {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async { Err(TransportError::new(TransportErrorKind::NoReply, Sent::Maybe, "down")) })
    }
}

/// Returns the `Display` line and the URL of this call's error.
async fn failed<E: Endpoint<Api = callsheet::JsonApi>>(base: &str, call: &E, options: CallOptions) -> (String, String) {
    let builder = Client::builder(base).secret_query("key", "s3cret").retry(RetryPolicy::none()).transport(Unreachable);
    let client = builder.build().unwrap();
    let Err(error) = client.send(call).with(options).await else { panic!("a reply") };
    let Error::Transport { call, .. } = &error else { panic!("{error:?}") };
    assert_eq!(call.url(), error.url());
    let printed = format!("{error}{error:?}{error:#?}");
    assert!(!printed.contains("s3cret"), "{printed}");
    (error.to_string(), error.url().unwrap().to_string())
}

#[derive(callsheet::Arguments)]
struct Filter {
    a: String,
}

#[endpoint(
    method = "GET",
    path = "/a/<plain>/x-<first>-<second>/<tail..>",
    host_prefix = "<bucket>.",
    query("list" = "2")
)]
struct Everywhere {
    bucket: String,
    plain: String,
    first: String,
    #[path(sensitive)]
    second: String,
    tail: String,
    shown: Option<String>,
    #[query(name = "sign ed", sensitive)]
    signed: Option<String>,
    #[query(sensitive, object = "dots")]
    filter: Filter,
    #[query(name = "filter.shown")]
    filter_shown: Option<u8>,
}

fn everywhere() -> Everywhere {
    Everywhere {
        bucket: "acme".to_owned(),
        plain: "1".to_owned(),
        first: "2".to_owned(),
        second: "s3cret".to_owned(),
        tail: "b/c".to_owned(),
        shown: Some("a b".to_owned()),
        signed: Some("s3cret".to_owned()),
        filter: Filter { a: "s3cret".to_owned() },
        filter_shown: Some(1),
    }
}

#[tokio::test]
async fn url_of_a_failed_call_hides_sensitive_values() {
    let options = CallOptions::new().query("debug", "s3cret");
    let (line, url) = failed("https://api.example.com:8443/v1", &everywhere(), options).await;
    let path = "/a/<plain>/x-<first>-<second>/<tail..>";
    assert_eq!(line, format!("GET https://<bucket>.api.example.com:8443/v1{path}: no reply came"));
    let query = "list=2&shown=a%20b&sign%20ed=***&filter.a=***&filter.shown=1&debug=***";
    assert_eq!(url, format!("https://acme.api.example.com:8443/v1/a/1/***/b/c?{query}"));
}

#[tokio::test]
async fn url_hides_every_segment_of_a_sensitive_tail_and_every_entry_of_a_sensitive_map() {
    #[endpoint(method = "GET", path = "/files/<key..>", query("list" = "2"))]
    struct GetFile {
        #[path(sensitive)]
        key: String,
        #[query(flatten, sensitive)]
        more: BTreeMap<String, String>,
        shown: u8,
    }
    let more = BTreeMap::from([("x".to_owned(), "s3cret".to_owned()), ("shown".to_owned(), "s3cret".to_owned())]);
    let call = GetFile { key: "s3cret/a/s3cret".to_owned(), more, shown: 1 };
    let (line, url) = failed("http://localhost/", &call, CallOptions::new()).await;
    assert_eq!(line, "GET http://localhost/files/<key..>: no reply came");
    assert_eq!(url, "http://localhost/files/***/***/***?list=2&shown=1&x=***");
}

#[tokio::test]
async fn url_hides_only_the_sensitive_segments_around_several_segments() {
    #[endpoint(method = "GET", path = "/v2/<name..>/tokens/<token>/x")]
    struct GetToken {
        name: String,
        #[path(sensitive)]
        token: String,
    }
    #[endpoint(method = "GET", path = "/v2/<name..>/tags/<tag>")]
    struct GetTag {
        #[path(sensitive)]
        name: String,
        tag: String,
    }
    #[endpoint(method = "GET", path = "/git/<token>@<path..>:<revision>/raw/")]
    struct GetBlob {
        #[path(sensitive)]
        token: String,
        path: String,
        revision: String,
    }
    for name in ["a", "a/b", "a/tokens/b"] {
        let call = GetToken { name: name.to_owned(), token: "s3cret".to_owned() };
        let (_, url) = failed("http://localhost/api", &call, CallOptions::new()).await;
        assert_eq!(url, format!("http://localhost/api/v2/{name}/tokens/***/x"));
    }
    for (name, hidden) in [("s3cret", "***"), ("s3cret/s3cret/tags", "***/***/***")] {
        let call = GetTag { name: name.to_owned(), tag: "latest".to_owned() };
        let (_, url) = failed("http://localhost", &call, CallOptions::new()).await;
        assert_eq!(url, format!("http://localhost/v2/{hidden}/tags/latest"));
    }
    // The token is in the first segment, and the segments of the path are hidden with it.
    let call = GetBlob { token: "s3cret".to_owned(), path: "src/lib.rs".to_owned(), revision: "v1".to_owned() };
    let (_, url) = failed("http://localhost", &call, CallOptions::new()).await;
    assert_eq!(url, "http://localhost/git/***/***/raw/");
}

#[tokio::test]
async fn url_and_line_hide_a_secret_in_the_path_of_the_base_url() {
    let call = GetWidget { widget: "w".to_owned() };
    let (line, url) = failed("https://hooks.example.com/services/T0s3cret", &call, CallOptions::new()).await;
    assert_eq!(line, "GET https://hooks.example.com/services/<..>/widgets/<widget>: no reply came");
    assert_eq!(url, "https://hooks.example.com/services/***/widgets/w");
}

#[tokio::test]
async fn every_kind_of_error_has_the_url() {
    let id = [("x-request-id", "req_1")];
    for (answer, kind) in [
        (json(404, r#"{"error":{"code":"widget_not_found"}}"#), "Documented"),
        (json(404, r#"{"error":{"code":"moved"}}"#), "Undocumented"),
        (reply(404, &id, "<p>"), "UnexpectedBody"),
        (json(200, "{}"), "Decode"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n".to_vec(), "Transport"),
    ] {
        let server = RawServer::answering(answer).await;
        let error = get_widget().send(&client_of(&server)).await.unwrap_err();
        assert!(format!("{error:?}").starts_with(kind), "{error:?}");
        assert_eq!(error.url().unwrap(), &*format!("{}/widgets/wid_1", server.origin()), "{kind}");
        let line = error.to_string();
        assert!(line.starts_with(&format!("GET {}/widgets/<widget>: ", server.origin())), "{line}");
    }
}

/// Signs each request in its query.
struct Signer;

impl Authorizer for Signer {
    fn authorize<'a>(&'a self, mut request: Outgoing<'a>) -> Authorization<'a> {
        Authorization::ready(request.query("signature", "s3cret"))
    }
}

#[tokio::test]
async fn credentials_in_the_query_do_not_appear_in_urls_errors_summaries_or_events() {
    for (answers, kind) in [
        ([json(404, r#"{"error":{"code":"widget_not_found"}}"#)].to_vec(), "Documented"),
        ([json(404, r#"{"error":{"code":"moved"}}"#)].to_vec(), "Undocumented"),
        ([redirect(307, "/other"), reply(418, &[], "")].to_vec(), "Undocumented"),
        ([reply(503, &[], ""), json(404, "")].to_vec(), "UnexpectedBody"),
        ([json(200, "{}")].to_vec(), "Decode"),
        ([b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n".to_vec()].to_vec(), "Transport"),
    ] {
        let events = Arc::new(Mutex::new(String::new()));
        let hook = Arc::clone(&events);
        let server = RawServer::in_turn(answers.into_iter().map(|answer| Script::receive().write(answer))).await;
        let builder = builder_of(&server).secret_query("key", "s3cret").authorizer(Signer);
        let builder = builder.retry(RetryPolicy::new().backoff(Duration::ZERO, Duration::ZERO));
        let client = builder.on_event(move |event| *hook.lock().unwrap() += &format!("{event:?}\n")).build().unwrap();
        let error = get_widget().send(&client).with(CallOptions::new().query("debug", "1")).await.unwrap_err();

        let first = &server.requests()[0];
        assert_eq!(first.target(), "/widgets/wid_1?debug=1&key=s3cret&signature=s3cret", "{kind}");
        assert_eq!(error.url().unwrap(), &*format!("{}/widgets/wid_1?debug=***", server.origin()), "{kind}");
        let events = events.lock().unwrap().clone();
        assert!(events.contains("Start") && events.contains("End"), "{events}");
        let (summary, reply) = (error.summary(), format!("{:?}", error.reply()));
        let json = serde_json::to_string(&summary).unwrap();
        let any = error.into_any();
        let printed = printed(&any);
        assert!(printed.starts_with("GET ") && printed.contains(kind), "{kind}: {printed}");
        for text in [printed, format!("{summary}{summary:?}"), json, reply, events, format!("{client:?}")] {
            assert!(!text.contains("s3cret"), "{kind}: {text}");
        }
    }
}

#[tokio::test]
async fn error_of_an_unbuilt_request_names_its_base_url() {
    let client = Client::builder("https://api.example.com/v1").build().unwrap();
    let call = GetWidget { widget: String::new() };
    let line = "GET https://api.example.com/v1/widgets/<widget>: the field `widget` cannot be sent";
    for error in [
        client.send(&call).await.unwrap_err(),
        client.to_request(&call).unwrap_err(),
        call.to_request(client.base_url()).unwrap_err(),
    ] {
        assert_eq!((error.to_string().as_str(), error.url()), (line, None));
    }
    let refused = CallOptions::new().header("a b", "c");
    let error = client.send(&get_widget()).with(refused).await.unwrap_err();
    assert!(error.to_string().starts_with("GET https://api.example.com/v1/widgets/<widget>: "), "{error}");
}

#[tokio::test]
async fn redirect_to_another_server_is_named_and_the_url_is_the_first_one() {
    let other = RawServer::answering(reply(404, &[], "<p>")).await;
    let location = format!("{}/elsewhere?token=s3cret", other.origin());
    let server = RawServer::answering(redirect(302, &location)).await;
    let error = get_widget().send(&client_of(&server)).await.unwrap_err();
    let host = other.origin().strip_prefix("http://").unwrap();
    let line = format!("GET {}/widgets/<widget> (redirected to {host}): documented status", server.origin());
    assert!(error.to_string().starts_with(&line), "{error}");
    assert_eq!(error.url().unwrap(), &*format!("{}/widgets/wid_1", server.origin()));
}

#[tokio::test]
async fn redirect_to_the_same_server_is_mentioned() {
    let answers = [redirect(303, "/other"), reply(500, &[], "")].map(|answer| support::Script::receive().write(answer));
    let server = RawServer::in_turn(answers).await;
    let error = update_widget().send(&builder_of(&server).build().unwrap()).await.unwrap_err();
    let line = format!("PATCH {}/widgets/<widget> (redirected): undocumented reply: 500", server.origin());
    assert!(error.to_string().starts_with(&line), "{error}");
}
