//! Bodies with one of several content types.

use bytes::Bytes;
use callsheet::{Arguments, Endpoint, Patch, Payload, endpoint};
use http::Request;
use serde_json::{Value, json};

use super::request;

#[derive(Payload)]
enum Change {
    #[payload(content_type = "application/merge-patch+json")]
    Merge(Changes),
    #[payload(content_type = "application/json-patch+json")]
    Operations(Vec<Value>),
    #[payload(text, content_type = "application/apply-patch+yaml")]
    Apply(String),
    #[payload(text)]
    Text(&'static str),
    #[payload(bytes)]
    Shared(Bytes),
    #[payload(bytes, content_type = "image/png")]
    Image(Vec<u8>),
    Json(Value),
}

#[derive(Arguments)]
struct Changes {
    name: Option<String>,
    note: Patch<String>,
}

#[endpoint(method = "PATCH", path = "/objects/<id>")]
struct Update {
    id: u8,
    #[payload]
    change: Change,
}

#[endpoint(method = "PATCH", path = "/objects")]
struct Perhaps {
    #[payload]
    change: Option<Change>,
    #[header(name = "Content-Type")]
    content_type: Option<String>,
}

#[endpoint(method = "PUT", path = "/objects")]
struct OrNull {
    #[payload]
    change: Patch<Change>,
}

/// A payload with only one content type.
#[endpoint(method = "PUT", path = "/tags")]
struct SetTags {
    #[payload]
    tags: Option<Vec<String>>,
}

#[endpoint(method = "PUT", path = "/table")]
struct SetTable {
    #[payload(text, content_type = "text/csv")]
    table: String,
}

fn content(request: &Request<Bytes>) -> (&str, &[u8]) {
    let content_type = request.headers().get("content-type").map_or("", |value| value.to_str().unwrap());
    (content_type, request.body())
}

#[test]
fn each_variant_has_its_content_type_and_its_kind() {
    let merge = || Change::Merge(Changes { name: Some("a".to_owned()), note: Patch::Null });
    for (change, expected) in [
        (merge(), ("application/merge-patch+json", &br#"{"name":"a","note":null}"#[..])),
        (Change::Operations(vec![json!({"op": "remove"})]), ("application/json-patch+json", br#"[{"op":"remove"}]"#)),
        (Change::Apply("a: 1\n".to_owned()), ("application/apply-patch+yaml", b"a: 1\n")),
        (Change::Text("t"), ("text/plain; charset=utf-8", b"t")),
        (Change::Shared(Bytes::from_static(b"\xff")), ("application/octet-stream", b"\xff")),
        (Change::Image(vec![0]), ("image/png", b"\0")),
        (Change::Json(json!("j")), ("application/json", b"\"j\"")),
    ] {
        assert_eq!(content(&request(&Update { id: 1, change }).unwrap()), expected);
    }
    let perhaps = Perhaps { change: Some(merge()), content_type: None };
    assert_eq!(content(&request(&perhaps).unwrap()).0, "application/merge-patch+json");
}

#[test]
fn shared_bytes_are_not_copied() {
    let bytes = Bytes::from(vec![7; 1000]);
    let sent = request(&Update { id: 1, change: Change::Shared(bytes.clone()) }).unwrap();
    assert_eq!(sent.body().as_ptr(), bytes.as_ptr());
}

#[test]
fn header_field_takes_precedence_and_absent_payload_is_no_body() {
    let change = Some(Change::Text("a"));
    let typed = request(&Perhaps { change, content_type: Some("text/x".to_owned()) }).unwrap();
    assert_eq!(content(&typed), ("text/x", &b"a"[..]));
    assert_eq!(content(&request(&Perhaps { change: None, content_type: None }).unwrap()), ("", &b""[..]));
    assert_eq!(content(&request(&OrNull { change: Patch::Absent }).unwrap()), ("", &b""[..]));
    let null = request(&OrNull { change: Patch::Null }).unwrap();
    assert_eq!(content(&null), ("application/merge-patch+json", &b"null"[..]));
    let value = request(&OrNull { change: Patch::Value(Change::Text("a")) }).unwrap();
    assert_eq!(content(&value).0, "text/plain; charset=utf-8");
}

#[test]
fn value_that_cannot_be_written_is_refused_by_name() {
    #[derive(Payload)]
    enum Number {
        Float(f64),
    }
    #[endpoint(method = "PUT", path = "/number")]
    struct SetNumber {
        #[payload]
        number: Number,
    }
    assert!(request(&SetNumber { number: Number::Float(f64::NAN) }).unwrap_err().starts_with("field `number`: "));
    assert_eq!(
        content(&request(&SetNumber { number: Number::Float(1.5) }).unwrap()),
        ("application/json", &b"1.5"[..])
    );
}

#[test]
fn content_types_are_in_the_tables() {
    use callsheet::spec::{Place, Spec};
    fn types(spec: &'static Spec) -> &'static [&'static str] {
        let types = spec.fields.iter().find_map(|field| match field.place {
            Place::Payload { content_types } => Some(content_types),
            _ => None,
        });
        types.expect("a payload")
    }
    let change = [
        "application/merge-patch+json",
        "application/json-patch+json",
        "application/apply-patch+yaml",
        "text/plain; charset=utf-8",
        "application/octet-stream",
        "image/png",
        "application/json",
    ];
    for spec in [Update::SPEC, Perhaps::SPEC, OrNull::SPEC] {
        assert_eq!(types(spec), change);
    }
    assert_eq!((types(SetTags::SPEC), types(SetTable::SPEC)), (&["application/json"][..], &["text/csv"][..]));
    let tags = request(&SetTags { tags: Some(vec!["a".to_owned()]) }).unwrap();
    assert_eq!(content(&tags), ("application/json", &br#"["a"]"#[..]));
    assert_eq!(content(&request(&SetTable { table: "a".to_owned() }).unwrap()), ("text/csv", &b"a"[..]));
}
