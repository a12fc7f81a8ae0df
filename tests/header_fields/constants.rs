//! `headers(..)`: constant header fields of an endpoint.

use std::collections::BTreeMap;

use callsheet::{CallOptions, Client, Endpoint, Text, endpoint};
use support::{RawServer, builder_of, reply};

use super::headers;

#[endpoint(
    method = "PUT",
    path = "/report",
    headers("Accept" = "text/csv, */*;q=0.5", "X-Nickname" = "zoë", "Authorization" = "Basic cHVibGlj", "X-Empty" = ""),
    response = Text
)]
struct PutReport {
    #[header(prefix = "x-")]
    extra: BTreeMap<String, String>,
    #[payload(text)]
    text: String,
}

#[endpoint(method = "PATCH", path = "/", headers("Content-Type" = "application/merge-patch+json"))]
struct Merge {
    name: String,
}

fn report() -> PutReport {
    let extra = [("nickname", "Ida"), ("other", "1")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    PutReport { extra: extra.into(), text: "a".to_owned() }
}

#[tokio::test]
async fn constant_header_fields_are_sent_and_take_precedence_over_client_and_map() {
    let server = RawServer::answering(reply(200, &[], "done")).await;
    let client = builder_of(&server).header("accept", "image/png").bearer("token").build().unwrap();
    report().send(&client).await.unwrap();
    let request = server.request();
    assert_eq!(request.header("accept"), Some("text/csv, */*;q=0.5"));
    assert_eq!(request.header("x-nickname"), Some("zoë"));
    assert_eq!(request.header("authorization"), Some("Basic cHVibGlj"));
    assert_eq!(request.header("x-empty"), Some(""));
    assert_eq!(request.header("x-other"), Some("1"));
}

#[test]
fn constant_takes_precedence_over_the_content_type_of_the_body() {
    let headers = headers(&Merge { name: "a".to_owned() });
    assert_eq!(headers["content-type"], "application/merge-patch+json");
    assert_eq!(headers.get_all("content-type").iter().count(), 1);
}

#[test]
fn call_option_takes_precedence_over_a_constant() {
    let client = Client::builder("http://localhost").build().unwrap();
    let client = client.with(CallOptions::new().header("Accept", "text/html"));
    assert_eq!(client.to_request(&report()).unwrap().headers()["accept"], "text/html");
}

#[test]
fn constant_credential_is_marked_sensitive_and_hidden_in_the_docs() {
    let sent = headers(&report());
    assert!(sent["authorization"].is_sensitive() && !sent["accept"].is_sensitive());
    assert_eq!(PutReport::SPEC.headers[0], ("accept", "text/csv, */*;q=0.5"));
}
