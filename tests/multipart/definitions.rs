//! Which parts a definition sends.

use std::collections::BTreeMap;

use bytes::Bytes;
use callsheet::{Body, CallOptions, Client, Error, Part, endpoint};
use serde::Serialize;

use crate::{built, chain, parts_of};

#[derive(Debug, Clone, Serialize)]
struct Label {
    name: String,
}

#[derive(Clone, Copy, callsheet::Scalar)]
enum Purpose {
    Ocr,
}

struct Shown(u8);

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}>", self.0)
    }
}

#[endpoint(method = "POST", path = "/files/<id>", form("kind" = "scan", "pages" = "2"))]
struct Upload {
    id: u32,
    #[part]
    title: String,
    #[part(name = "page-count")]
    count: u64,
    #[part]
    purpose: Purpose,
    #[part(with = callsheet::with::display)]
    shown: Shown,
    #[part]
    bytes: Bytes,
    #[part(bytes, file_name = "raw.bin", content_type = "image/x-raw")]
    vec: Vec<u8>,
    #[part(json)]
    label: Label,
    #[part(json)]
    labels: Option<Vec<Label>>,
    #[part(bytes)]
    thumbnail: Option<Vec<u8>>,
    #[part]
    note: Option<String>,
    #[part(name = "tags[]")]
    tags: Vec<String>,
    #[part]
    files: Vec<Part>,
    #[part(file_name = "of-the-field", content_type = "text/csv")]
    cover: Part,
    #[part]
    body: Body,
    #[query]
    notify: bool,
}

fn upload() -> Upload {
    Upload {
        id: 7,
        title: "a\r\nb\nc".to_owned(),
        count: 3,
        purpose: Purpose::Ocr,
        shown: Shown(5),
        bytes: Bytes::from_static(b"\0\xff"),
        vec: vec![1, 2],
        label: Label { name: "x".to_owned() },
        labels: None,
        thumbnail: None,
        note: None,
        tags: vec!["one".to_owned(), "two".to_owned()],
        files: vec![Part::bytes("1").file_name("1.txt"), Part::text("2")],
        cover: Part::bytes("cover"),
        body: Body::from("body"),
        notify: true,
    }
}

#[tokio::test]
async fn each_kind_of_field_is_sent_as_its_parts() {
    type Expected<'a> = (&'a str, Option<&'a str>, Option<&'a str>, &'a [u8]);
    let parts = parts_of(&upload()).await;
    let octets = Some("application/octet-stream");
    let expected: Vec<Expected<'_>> = vec![
        ("kind", None, None, b"scan"),
        ("pages", None, None, b"2"),
        ("title", None, None, b"a\r\nb\nc"),
        ("page-count", None, None, b"3"),
        ("purpose", None, None, b"Ocr"),
        ("shown", None, None, b"<5>"),
        ("bytes", None, octets, b"\0\xff"),
        ("vec", Some("raw.bin"), Some("image/x-raw"), &[1, 2]),
        ("label", None, Some("application/json"), br#"{"name":"x"}"#),
        ("tags[]", None, None, b"one"),
        ("tags[]", None, None, b"two"),
        ("files", Some("1.txt"), octets, b"1"),
        ("files", None, None, b"2"),
        ("cover", Some("of-the-field"), Some("text/csv"), b"cover"),
        ("body", None, octets, b"body"),
    ];
    let found = parts.iter().map(|part| {
        (part.name.as_str(), part.file_name.as_deref(), part.content_type.as_deref(), part.content.as_ref())
    });
    assert_eq!(found.collect::<Vec<_>>(), expected);
    let request = built(&upload());
    assert_eq!(request.uri().path_and_query().unwrap(), "/files/7?notify=true");
}

#[tokio::test]
async fn optional_field_with_a_value_is_sent() {
    let full = Upload {
        labels: Some(vec![Label { name: "y".to_owned() }]),
        thumbnail: Some(vec![9]),
        note: Some(String::new()),
        ..upload()
    };
    let parts = parts_of(&full).await;
    let of = |name: &str| parts.iter().find(|part| part.name == name).cloned().unwrap();
    assert_eq!(of("labels").text(), r#"[{"name":"y"}]"#);
    assert_eq!(of("thumbnail").content.as_ref(), [9]);
    assert_eq!(of("note").content.as_ref(), b"");
}

#[endpoint(method = "POST", path = "/a")]
struct Optional {
    #[part]
    note: Option<String>,
}

#[tokio::test]
async fn request_without_any_part_ends_with_the_boundary() {
    assert_eq!(parts_of(&Optional { note: None }).await, []);
}

#[endpoint(method = "POST", path = "/a")]
struct One {
    #[part]
    part: Part,
}

#[tokio::test]
async fn value_takes_precedence_over_the_options_of_its_field() {
    let part = Part::bytes("a").file_name("mine").content_type("image/png").header("Content-ID", "<1>");
    let cover = parts_of(&Upload { cover: part, ..upload() }).await.into_iter().find(|part| part.name == "cover");
    let cover = cover.unwrap();
    assert_eq!(cover.file_name.as_deref(), Some("mine"));
    assert_eq!(cover.content_type.as_deref(), Some("image/png"));
    assert_eq!(cover.headers["content-id"], "<1>");
    let json = parts_of(&One { part: Part::json(&Label { name: "z".to_owned() }) }).await.remove(0);
    assert_eq!((json.content_type.as_deref(), json.text()), (Some("application/json"), r#"{"name":"z"}"#));
}

#[test]
fn part_that_cannot_be_sent_is_an_error_that_names_its_field() {
    let base = "https://api.example.com".parse().unwrap();
    for (part, reason) in [
        (Part::text("a").content_type("a\r\nb: c"), "the content type of the part"),
        (Part::text("a").header("X-A", "a\r\nb: c"), "`X-A`"),
        (Part::text("a").header("content-disposition", "a"), "set by `file_name`"),
        (Part::text("a").header("Content-Type", "a"), "set by `content_type`"),
        (Part::text("a").header("Content-Length", "1"), "only the transport sets `content-length`"),
        (Part::json(&f64::NAN), "not finite"),
    ] {
        let error = callsheet::Endpoint::to_request(&One { part }, &base).unwrap_err();
        let text = chain(&error);
        assert!(text.contains("`part`") && text.contains(reason), "{text}");
    }
}

#[test]
fn request_without_a_client_is_the_same_each_time() {
    let build = || {
        let request = built(&upload());
        (request.headers()["content-type"].clone(), request.body().as_bytes().cloned().unwrap())
    };
    assert_eq!(build(), build());
}

#[test]
fn builder_accepts_what_converts_into_a_part() {
    for part in [Part::from("a"), Part::from(vec![1]), Part::from(Body::empty())] {
        assert!(One::builder().part(part).build().part.clone().file_name("x").content_type("y/z").fmt_is_short());
    }
    let _ = (One::builder().part("text"), One::builder().part(Bytes::new()));
}

#[tokio::test]
async fn content_in_memory_that_is_not_copied_can_be_read_twice() {
    let long = Bytes::from(vec![7; 2 << 20]);
    let one = One { part: Part::bytes(long.clone()).file_name("long") };
    let body = built(&one).into_body();
    let total = http_body::Body::size_hint(&body).exact();
    for body in [body.clone(), body] {
        let read = body.read_to_bytes(3 << 20).await.unwrap();
        assert_eq!(Some(read.len() as u64), total);
    }
    assert_eq!(parts_of(&one).await[0].content, long);
}

/// `Debug` prints neither content nor names.
trait Short {
    fn fmt_is_short(&self) -> bool;
}

impl Short for Part {
    fn fmt_is_short(&self) -> bool {
        let text = format!("{self:?}");
        text.starts_with("Part { body: Body(") && !text.contains('x') && !text.contains("y/z")
    }
}

#[endpoint(method = "POST", path = "/a")]
struct WithHeaders {
    #[header(prefix = "")]
    headers: BTreeMap<String, String>,
    #[part]
    text: String,
}

#[tokio::test]
async fn nothing_else_sets_the_content_type() {
    let headers = [("Content-Type".to_owned(), "multipart/form-data".to_owned())].into();
    let parts = parts_of(&WithHeaders { headers, text: "a".to_owned() }).await;
    assert_eq!(parts[0].text(), "a");
    let client = Client::builder("https://api.example.com").header("Content-Type", "text/plain").build().unwrap();
    let request = client.to_request(&Optional { note: None }).unwrap();
    assert!(request.headers()["content-type"].to_str().unwrap().starts_with("multipart/form-data; boundary="));
    let options = CallOptions::new().header("content-type", "multipart/form-data");
    let error = Optional { note: None }.send(&client).with(options).await.unwrap_err();
    assert!(matches!(error, Error::Build { .. }) && chain(&error).contains("boundary"), "{}", chain(&error));
}
