//! Forms and payloads as bodies, and path values of several segments.

use bytes::Bytes;
use callsheet::transport::into_bytes_request;
use callsheet::{BaseUrl, Endpoint, Error, endpoint};
use http::Request;
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

fn build<E: Endpoint>(endpoint: &E) -> Result<Request<Bytes>, Error<E::Error>> {
    let base: BaseUrl = "http://localhost".parse().unwrap();
    Ok(into_bytes_request(endpoint.to_request(&base)?).unwrap())
}

fn content_type(request: &Request<Bytes>) -> Option<&str> {
    request.headers().get("content-type").map(|value| value.to_str().unwrap())
}

#[test]
fn form_is_percent_encoded() {
    #[endpoint(method = "POST", path = "/token")]
    struct Token {
        #[form]
        grant_type: String,
        #[form(name = "scope", list = "spaces")]
        scopes: Vec<String>,
        #[form]
        code: Option<String>,
        #[query]
        tenant: u8,
    }
    let scopes = vec!["a".to_owned(), "b&c".to_owned()];
    let call = Token { grant_type: "a b=c".to_owned(), scopes, code: None, tenant: 1 };
    let request = build(&call).unwrap();
    assert_eq!(content_type(&request), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        (request.uri().query(), request.body().as_ref()),
        (Some("tenant=1"), &b"grant_type=a+b%3Dc&scope=a+b%26c"[..])
    );
    let empty = Token { grant_type: String::new(), scopes: Vec::new(), code: None, tenant: 1 };
    assert_eq!(build(&empty).unwrap().body(), "grant_type=");
}

#[endpoint(method = "PUT", path = "/json")]
struct Json {
    #[payload]
    values: Option<Vec<u8>>,
}

#[endpoint(method = "PUT", path = "/text")]
struct Text {
    #[payload(text)]
    text: String,
}

#[endpoint(method = "PUT", path = "/csv")]
struct Csv {
    #[payload(text, content_type = "text/csv")]
    text: String,
    #[header(name = "Content-Type")]
    content_type: Option<String>,
}

#[endpoint(method = "PUT", path = "/bytes")]
struct GetBytes {
    #[payload(bytes)]
    bytes: Option<Bytes>,
}

#[test]
fn payload_is_the_whole_body() {
    let json = build(&Json { values: Some(vec![1, 2]) }).unwrap();
    assert_eq!((content_type(&json), json.body().as_ref()), (Some("application/json"), &b"[1,2]"[..]));
    let text = build(&Text { text: "é".to_owned() }).unwrap();
    assert_eq!((content_type(&text), text.body().as_ref()), (Some("text/plain; charset=utf-8"), "é".as_bytes()));
    let bytes = build(&GetBytes { bytes: Some(Bytes::from_static(b"\xff")) }).unwrap();
    assert_eq!((content_type(&bytes), bytes.body().as_ref()), (Some("application/octet-stream"), &b"\xff"[..]));
}

#[test]
fn absent_payload_is_sent_as_no_body() {
    for request in [build(&Json { values: None }).unwrap(), build(&GetBytes { bytes: None }).unwrap()] {
        assert_eq!((content_type(&request), request.body().len()), (None, 0));
    }
}

#[test]
fn content_type_of_a_header_field_takes_precedence() {
    let csv = |content_type: Option<&str>| {
        build(&Csv { text: "a,b".to_owned(), content_type: content_type.map(str::to_owned) }).unwrap()
    };
    assert_eq!(content_type(&csv(None)), Some("text/csv"));
    assert_eq!(content_type(&csv(Some("text/csv; header=present"))), Some("text/csv; header=present"));
    assert_eq!(csv(Some("a/b")).headers().get_all("content-type").iter().count(), 1);
}

#[endpoint(method = "GET", path = "/files/<bucket>/<key..>")]
struct File {
    bucket: String,
    key: String,
}

#[endpoint(method = "PUT", path = "/rooms/<room>/state/<kind>/<key>")]
struct State {
    room: String,
    kind: String,
    #[path(allow_empty)]
    key: String,
}

#[endpoint(method = "GET", path = "/list/<ids..>")]
struct List {
    ids: Vec<String>,
}

fn file(key: &str) -> Result<String, String> {
    let call = File { bucket: "b".to_owned(), key: key.to_owned() };
    match build(&call) {
        Ok(request) => Ok(request.uri().path().to_owned()),
        Err(Error::Build { source, .. }) => Err(source.to_string()),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn path_tail_is_sent_as_segments_and_dots_are_refused() {
    assert_eq!(file("a/b c/d?e").unwrap(), "/files/b/a/b%20c/d%3Fe");
    for key in ["", "a//b", "/a", "a/", "../a", "a/../b", "a/..", "."] {
        let error = file(key).unwrap_err();
        assert!(error.starts_with("field `key`: "), "{key}: {error}");
    }
    let ids = vec!["a/b".to_owned(), "c".to_owned()];
    assert_eq!(build(&List { ids }).unwrap().uri().path(), "/list/a%2Fb/c");
    assert!(build(&List { ids: Vec::new() }).is_err());
    assert!(build(&List { ids: vec!["a".to_owned(), "..".to_owned()] }).is_err());
}

#[endpoint(method = "GET", path = "/<bucket>/<key..>")]
struct Object {
    bucket: String,
    #[path(allow_empty)]
    key: String,
}

#[endpoint(method = "GET", path = "/<names..>")]
struct Names {
    #[path(allow_empty)]
    names: Vec<String>,
}

/// Returns the path of a call, or the error that refuses it.
fn path(call: &impl Endpoint) -> Result<String, String> {
    match build(call) {
        Ok(request) => Ok(request.uri().path().to_owned()),
        Err(Error::Build { source, .. }) => Err(source.to_string()),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn path_tail_that_allows_empty_segments_keeps_all_slashes() {
    let object = |key: &str| path(&Object { bucket: "b".to_owned(), key: key.to_owned() });
    for (key, expected) in [
        ("photos/", "/b/photos/"),
        ("a//b", "/b/a//b"),
        ("/a", "/b//a"),
        ("/", "/b//"),
        ("//", "/b///"),
        ("a/ //...", "/b/a/%20//..."),
    ] {
        assert_eq!(object(key).unwrap(), expected);
    }
    for key in ["", ".", "..", "/..", "../", "a//.", "a/./b"] {
        let error = object(key).unwrap_err();
        assert!(error.starts_with("field `key`: "), "{key}: {error}");
    }
    let names = |names: &[&str]| path(&Names { names: names.iter().map(|&name| name.to_owned()).collect() });
    assert_eq!(names(&["", "a/b", ""]).unwrap(), "//a%2Fb/");
    assert!(names(&[]).is_err() && names(&[""]).is_err() && names(&["", ".."]).is_err());
}

proptest! {
    #[test]
    fn path_tail_arrives_as_its_segments_or_is_refused(key in "[a./ é%]{0,8}") {
        let segments: Vec<&str> = key.split('/').collect();
        let is_refused = key.is_empty() || segments.iter().any(|segment| [".", ".."].contains(segment));
        let object = path(&Object { bucket: "b".to_owned(), key: key.clone() });
        prop_assert_eq!(object.is_err(), is_refused);
        if let Ok(path) = object {
            let arrived = path.strip_prefix("/b/").unwrap().split('/');
            let arrived: Vec<_> = arrived.map(|segment| percent_decode_str(segment).decode_utf8().unwrap()).collect();
            prop_assert_eq!(arrived, segments);
        }
    }
}

#[test]
fn empty_segment_is_sent_only_if_it_is_allowed() {
    let state = |kind: &str, key: &str| {
        let (room, kind, key) = ("!r:h".to_owned(), kind.to_owned(), key.to_owned());
        build(&State { room, kind, key }).map(|request| request.uri().path().to_owned())
    };
    assert_eq!(state("m.room.name", "").unwrap(), "/rooms/%21r%3Ah/state/m.room.name/");
    assert_eq!(state("m.room.member", "@u:h").unwrap(), "/rooms/%21r%3Ah/state/m.room.member/%40u%3Ah");
    assert!(state("", "a").is_err());
    assert!(state("a", "..").is_err());
}

proptest! {
    #[test]
    fn path_tail_with_empty_segments_arrives_unchanged(segments in proptest::collection::vec("[^/]{0,6}|[.]{1,3}", 1..5)) {
        let key = segments.join("/");
        match file(&key) {
            Ok(path) => {
                let url = url::Url::parse(&format!("http://localhost{path}")).unwrap();
                let read: Vec<String> = url.path_segments().unwrap().skip(2)
                    .map(|segment| percent_encoding::percent_decode_str(segment).decode_utf8().unwrap().into_owned())
                    .collect();
                prop_assert_eq!(read, segments);
            }
            Err(_) => prop_assert!(segments.iter().any(|segment| ["", ".", ".."].contains(&segment.as_str()))),
        }
    }

    #[test]
    fn form_is_read_by_another_parser(values in proptest::collection::vec(".{0,8}", 0..4), one in ".*") {
        #[endpoint(method = "POST", path = "/")]
        struct Form {
            #[form]
            one: String,
            #[form(name = "many[]")]
            many: Vec<String>,
        }
        let request = build(&Form { one: one.clone(), many: values.clone() }).unwrap();
        let read: Vec<(String, String)> = form_urlencoded::parse(request.body()).into_owned().collect();
        let mut expected = vec![("one".to_owned(), one)];
        expected.extend(values.into_iter().map(|value| ("many[]".to_owned(), value)));
        prop_assert_eq!(read, expected);
    }
}
