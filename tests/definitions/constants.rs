//! Constants in JSON bodies and forms.

use callsheet::{Endpoint, endpoint};
use serde_json::{Value, json};

use super::request;

#[endpoint(
    method = "POST",
    path = "/chat",
    body(
        "stream" = true,
        "mode" = "fast \"é\\\n",
        "n" = 1_000,
        "low" = -1.50,
        "stop" = null,
        "big" = 1e300,
        "raw" = r#"{"a"}"#,
    )
)]
struct Chat {
    model: String,
    user: Option<String>,
}

#[endpoint(method = "DELETE", path = "/chat", body("all" = true))]
struct ClearChats {}

#[endpoint(method = "POST", path = "/token", form("grant_type" = "client_credentials", "a b" = "~*é&=", "grant_type" = ""))]
struct Token {
    #[form]
    scope: Option<String>,
}

#[endpoint(method = "POST", path = "/ping", form("a" = "b"))]
struct Ping {
    #[query]
    page: u8,
}

fn chat(user: Option<&str>) -> String {
    let sent = request(&Chat { model: "m".to_owned(), user: user.map(str::to_owned) }).unwrap();
    assert_eq!(sent.headers()["content-type"], "application/json");
    String::from_utf8(sent.body().to_vec()).unwrap()
}

#[test]
fn json_constants_come_first_in_the_order_written() {
    let text = chat(Some("u"));
    assert!(text.starts_with(r#"{"stream":true,"mode":"fast \"é\\\u000a","n":1000,"#), "{text}");
    assert!(text.ends_with(r#","model":"m","user":"u"}"#), "{text}");
    let expected = json!({
        "stream": true, "mode": "fast \"é\\\n", "n": 1000, "low": -1.5, "stop": null, "big": 1e300, "raw": "{\"a\"}",
        "model": "m",
    });
    assert_eq!(serde_json::from_str::<Value>(&chat(None)).unwrap(), expected);
}

#[test]
fn constants_alone_make_a_body() {
    let sent = request(&ClearChats {}).unwrap();
    assert_eq!(
        (sent.headers()["content-type"].to_str().unwrap(), &sent.body()[..]),
        ("application/json", &b"{\"all\":true}"[..])
    );
    let sent = request(&Ping { page: 2 }).unwrap();
    assert_eq!(sent.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!((sent.uri().query(), &sent.body()[..]), (Some("page=2"), &b"a=b"[..]));
}

#[test]
fn form_constants_are_encoded_and_come_first() {
    let sent = request(&Token { scope: Some("read".to_owned()) }).unwrap();
    assert!(sent.body().ends_with(b"&scope=read"), "{:?}", sent.body());
    let read: Vec<(String, String)> = form_urlencoded::parse(sent.body()).into_owned().collect();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected =
        [pair("grant_type", "client_credentials"), pair("a b", "~*é&="), pair("grant_type", ""), pair("scope", "read")];
    assert_eq!(read, expected);
    let constants = request(&Token { scope: None }).unwrap();
    let serialized = form_urlencoded::Serializer::new(String::new()).extend_pairs(&expected[..3]).finish();
    assert_eq!(constants.body(), serialized.as_bytes());
}

#[test]
fn constants_are_in_the_tables() {
    use callsheet::spec::BodyConstants;
    let BodyConstants::Members(members) = Chat::SPEC.constants else { panic!("{:?}", Chat::SPEC) };
    assert!(serde_json::from_str::<Value>(&format!("{{{members}}}")).is_ok());
    assert_eq!(Ping::SPEC.constants, BodyConstants::Parameters("a=b"));
    assert_eq!(Token::SPEC.query, "");
}
