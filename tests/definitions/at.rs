//! Responses inside the JSON body, by the key `at`.

use std::sync::{Arc, Mutex};

use callsheet::response::WithReply;
use callsheet::{Client, Endpoint, Error, OpenEnum, endpoint};
use serde::Deserialize;
use support::{Scripted, Step};

#[derive(Debug, PartialEq, Deserialize)]
struct Tag {
    name: String,
    color: Option<Color>,
}

#[derive(Debug, PartialEq, OpenEnum)]
enum Color {
    Red,
    Other(String),
}

#[endpoint(method = "GET", path = "/tag", response = Tag, at = "tag")]
struct GetTag;

#[endpoint(method = "GET", path = "/tags", response = Vec<Tag>, at = "/data/tags")]
struct ListTags;

#[endpoint(method = "GET", path = "/tag", response = Option<Tag>, at = "/data/tag")]
struct FindTag;

type Maybe = Option<Tag>;

#[endpoint(method = "GET", path = "/tag", response = Maybe, at = "/data/tag")]
struct FindByAlias;

#[endpoint(method = "GET", path = "/values", response = u8, at = "/@odata.value/1/a~1b~0")]
struct GetValue;

fn read<E: Endpoint>(body: &'static str) -> Result<E::Response, String> {
    E::read_response(http::Response::new(body.into())).map_err(|error| match error {
        Error::Decode { source, .. } => source.to_string(),
        other => panic!("{other}"),
    })
}

fn tag(name: &str) -> Tag {
    Tag { name: name.to_owned(), color: None }
}

#[test]
fn response_is_read_from_under_its_keys() {
    assert_eq!(read::<GetTag>(r#"{"more":[{}],"tag":{"name":"a"},"z":null}"#), Ok(tag("a")));
    // If a member occurs twice, the last one is used, as in the whole body.
    assert_eq!(read::<GetTag>(r#" {"tag":1,"tag":{"name":"b"}} "#), Ok(tag("b")));
    assert_eq!(read::<ListTags>(r#"{"data":{"tags":[{"name":"a"},{"name":"b"}]}}"#), Ok(vec![tag("a"), tag("b")]));
    assert_eq!(read::<ListTags>(r#"{"data":{"tags":[]}}"#), Ok(Vec::new()));
    assert_eq!(read::<GetValue>(r#"{"@odata.value":[1,{"a/b~":7},"x"]}"#), Ok(7));
    assert_eq!(read::<GetValue>(r#"{"@odata.value":{"1":{"a/b~":7}}}"#), Ok(7));
    assert_eq!(GetTag::SPEC.accept, "application/json");
    assert_eq!(GetValue::REFERENCE.at, ["@odata.value", "1", "a/b~"]);
    assert_eq!(FindTag::REFERENCE.at, ["data", "tag"]);
}

#[test]
fn missing_key_is_none_for_an_option_and_an_error_otherwise() {
    for body in ["", " ", "null", "{}", r#"{"data":null}"#, r#"{"data":{}}"#, r#"{"data":{"tag":null}}"#] {
        assert_eq!(read::<FindTag>(body), Ok(None), "{body}");
        assert_eq!(read::<FindByAlias>(body), Ok(None), "{body}");
        assert!(read::<ListTags>(body).is_err(), "{body}");
    }
    let body = r#"{"data":{"tag":{"name":"a"}}}"#;
    assert_eq!(read::<FindTag>(body), Ok(Some(tag("a"))));
    assert_eq!(read::<FindByAlias>(body), Ok(Some(tag("a"))));
}

#[test]
fn decode_error_names_the_whole_path_and_no_value() {
    for (body, expected) in [
        ("", "the body is empty, expected a value"),
        ("{}", "missing field `data`"),
        (r#"{"data":{"s3cret":1}}"#, "`data`: missing field `tags`"),
        ("null", "found null, expected an object"),
        (r#"{"data":null}"#, "`data`: found null, expected an object"),
        (r#"{"data":{"tags":null}}"#, "`data.tags`: found null, expected a sequence"),
        (r#"{"data":"s3cret"}"#, "`data`: found string, expected an object"),
        (r#"{"data":["s3cret"]}"#, "`data`: found sequence, expected an object"),
        (r#"["s3cret"]"#, "found sequence, expected an object"),
        (r#"{"data":{"tags":[{"name":"a"},{"name":1}]}}"#, "`data.tags[1].name`: found integer, expected a string"),
        (r#"{"data":{"tags":[]},"more":tru}"#, "expected ident"),
        (r#"{"data":{"tags":[]}} x"#, "trailing characters"),
    ] {
        let error = read::<ListTags>(body).unwrap_err();
        assert!(error.starts_with(expected) && !error.contains("s3cret"), "{body}\n  {error}\n  {expected}");
    }
    for body in [r#"{"data":"s3cret"}"#, r#"{"data":{"tag":1}}"#, "{"] {
        assert!(read::<FindTag>(body).is_err(), "{body}");
    }
    assert_eq!(read::<GetValue>(r#"{"@odata.value":[1]}"#).unwrap_err(), "`@odata.value`: missing field `1`");
    let error = read::<GetValue>(r#"{"@odata.value":[1,{"a/b~":"x"}]}"#).unwrap_err();
    assert_eq!(error, "`@odata.value[1].a/b~`: found string, expected u8");
}

#[test]
fn html_with_status_200_is_explained() {
    let response = http::Response::builder().header("content-type", "text/html").body("<html>".into()).unwrap();
    let error = FindTag::read_response(response).unwrap_err().to_string();
    assert!(error.contains("text/html"), "{error}");
}

#[tokio::test]
async fn reply_and_drift_are_the_same_as_without_keys() {
    let body = r#"{"tag":{"name":"a","color":"Blue"}}"#;
    let met = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&met);
    let client = Client::builder("https://api.example.com")
        .transport(Scripted::new([Step::body(200, body)]))
        .on_drift(move |drift| told.lock().unwrap().push(drift.to_string()))
        .build()
        .unwrap();
    let WithReply { value, reply, .. } = GetTag.send(&client).with_reply().await.unwrap();
    assert_eq!(value.color, Some(Color::Other("Blue".to_owned())));
    assert_eq!(reply.body(), body);
    assert_eq!(*met.lock().unwrap(), ["GET /tag: unknown value \"Blue\" of Color"]);
}
