//! Property tests for each place and style: a peer reads back any value that an endpoint sends. The peers are axum's
//! extractors and other parsers that are not ours.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::extract::{Form, Json, Path, Query};
use axum::routing::any;
use bytes::Bytes;
use callsheet::{Arguments, BaseUrl, Endpoint, Lookup, Scalar, endpoint};
use http::HeaderMap;
use percent_encoding::percent_decode_str;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use tower::ServiceExt as _;

type Pairs = Vec<(String, String)>;

/// A peer whose handlers return what their extractors read.
fn peer() -> Router {
    Router::new()
        .route("/path/{text}/{number}", any(|Path(read): Path<(String, u64)>| async move { Json(json!(read)) }))
        .route("/tail/{*rest}", any(|Path(read): Path<String>| async move { Json(json!(read)) }))
        .route("/query", any(|Query(read): Query<Pairs>| async move { Json(json!(read)) }))
        .route("/form", any(|Form(read): Form<Pairs>| async move { Json(json!(read)) }))
        .route("/json", any(|Json(read): Json<Value>| async move { Json(read) }))
        .route(
            "/json/{which}",
            any(|Path(which): Path<String>, Json(read): Json<Value>| async move { Json(json!([which, read])) }),
        )
        .route(
            "/bytes",
            any(|headers: HeaderMap, read: Bytes| async move { Json(json!([content_type(&headers), read.to_vec()])) }),
        )
        .route("/headers", any(|headers: HeaderMap| async move { Json(json!(named(&headers))) }))
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get("content-type").map_or("", |value| value.to_str().unwrap())
}

/// Returns the headers by name, with all values of a repeated one.
fn named(headers: &HeaderMap) -> Pairs {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect()
}

/// Returns what the peer reads from the endpoint's request.
fn read<T: serde::de::DeserializeOwned>(endpoint: &impl Endpoint) -> T {
    let base: BaseUrl = "http://localhost".parse().unwrap();
    let Ok(request) = endpoint.to_request(&base) else { panic!("the request is built") };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let response = peer().oneshot(request.map(Body::new)).await.unwrap();
        assert_eq!(response.status(), 200, "{response:?}");
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    })
}

/// Returns the query of the URL, unchanged.
fn query(endpoint: &impl Endpoint) -> String {
    let Ok(request) = endpoint.to_request(&"http://localhost".parse().unwrap()) else { panic!("the request is built") };
    request.uri().query().unwrap_or_default().to_owned()
}

fn pairs<'a>(name: &str, values: impl IntoIterator<Item = &'a String>) -> Pairs {
    values.into_iter().map(|value| (name.to_owned(), value.clone())).collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}

#[endpoint(method = "POST", path = "/path/<text>/<number>")]
struct InPath {
    text: String,
    number: u64,
}

#[endpoint(method = "POST", path = "/tail/<rest..>")]
struct InTail {
    rest: Vec<String>,
}

/// An open enum.
#[derive(Debug, Clone, Scalar)]
#[serde(rename_all = "snake_case")]
enum Sort {
    NewestFirst,
    Other(String),
}

#[endpoint(method = "POST", path = "/query")]
struct Scalars {
    #[query]
    text: String,
    #[query]
    integer: i64,
    #[query]
    float: f64,
    #[query]
    flag: bool,
    #[query]
    letter: char,
    #[query(name = "sort by")]
    sort: Sort,
    #[query]
    absent: Option<u8>,
}

#[endpoint(method = "GET", path = "/query")]
struct Repeat {
    ids: Vec<String>,
}

#[endpoint(method = "GET", path = "/query")]
struct Separated {
    #[query(list = "comma")]
    comma: Vec<String>,
    #[query(list = "pipes")]
    pipes: Vec<String>,
    #[query(list = "spaces")]
    spaces: Vec<String>,
}

#[endpoint(method = "GET", path = "/query")]
struct Brackets {
    #[query(list = "brackets")]
    ids: Vec<String>,
    #[query(list = "brackets")]
    filters: Vec<Filter>,
    #[query(list = "brackets")]
    filter: Filter,
}

#[endpoint(method = "GET", path = "/query")]
struct Dots {
    #[query(object = "dots")]
    filter: Filter,
}

#[derive(Debug, Clone, Arguments, Deserialize, PartialEq)]
struct Filter {
    name: String,
    note: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
}

#[endpoint(method = "GET", path = "/query")]
struct Flattened {
    page: u8,
    #[query(flatten)]
    rest: BTreeMap<String, String>,
}

#[endpoint(method = "POST", path = "/form")]
struct InForm {
    #[form]
    text: String,
    #[form]
    repeat: Vec<String>,
    #[form(list = "brackets")]
    brackets: Vec<String>,
    #[form(list = "comma")]
    comma: Vec<String>,
    #[form(object = "dots")]
    filter: Filter,
}

#[endpoint(method = "POST", path = "/json")]
struct InBody {
    text: String,
    number: f64,
    #[body(name = "full name")]
    list: Vec<Option<String>>,
    filter: Filter,
}

#[derive(Debug, Clone, Lookup)]
enum Which {
    Id(String),
    Name(String),
}

#[endpoint(method = "POST", path = "/json/<which>")]
struct InBoth {
    #[path]
    #[body]
    which: Which,
}

#[endpoint(method = "PUT", path = "/json")]
struct JsonPayload {
    #[payload]
    all: BTreeMap<String, Vec<String>>,
}

#[endpoint(method = "PUT", path = "/bytes")]
struct BytesPayload {
    #[payload(bytes, content_type = "image/png")]
    image: Vec<u8>,
}

#[endpoint(method = "PUT", path = "/bytes")]
struct TextPayload {
    #[payload(text)]
    text: String,
}

#[endpoint(method = "GET", path = "/headers")]
struct InHeaders {
    #[header(name = "X-Text")]
    text: String,
    #[header]
    x_list: Vec<String>,
    #[header(prefix = "X-Meta-")]
    meta: BTreeMap<String, String>,
}

/// Text that a URL and a form must encode.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![".*", "[ +&=%#?/\\[\\].,|;é日]{0,12}"]
}

/// The same for one segment of a path.
fn segment() -> impl Strategy<Value = String> {
    text().prop_filter("no segment", |text| !["", ".", ".."].contains(&text.as_str()))
}

/// Text that a header can contain: no control characters, no white space at its ends.
fn header_text() -> impl Strategy<Value = String> {
    "[!-~é]([ -~é]{0,12}[!-~é])?"
}

fn filter() -> impl Strategy<Value = Filter> {
    // An empty list or object cannot be written in a query.
    (text(), proptest::option::of(text()), vec(text(), 0..3)).prop_map(|(name, note, tags)| Filter { name, note, tags })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn path_value_is_read_back(text in segment(), number: u64) {
        let read: (String, u64) = read(&InPath { text: text.clone(), number });
        prop_assert_eq!(read, (text, number));
    }

    #[test]
    fn path_tail_is_read_back(rest in vec("[^/]{1,8}".prop_filter("no segment", |text| ![".", ".."].contains(&text.as_str())), 1..4)) {
        let read: String = read(&InTail { rest: rest.clone() });
        prop_assert_eq!(read, rest.join("/"));
    }

    #[test]
    fn query_scalars_are_read_back(
        text in text(), integer: i64, float in proptest::num::f64::NORMAL, flag: bool, letter: char, other in text(),
    ) {
        for (sort, name) in [(Sort::NewestFirst, "newest_first"), (Sort::Other(other.clone()), other.as_str())] {
            let call = Scalars { text: text.clone(), integer, float, flag, letter, sort, absent: None };
            let read: Pairs = read(&call);
            let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
            prop_assert_eq!(names, ["text", "integer", "float", "flag", "letter", "sort by"]);
            let values: Vec<&str> = read.iter().map(|(_, value)| value.as_str()).collect();
            prop_assert_eq!(values[0], &text);
            prop_assert_eq!(values[1].parse(), Ok(integer));
            prop_assert_eq!(values[2].parse(), Ok(float));
            prop_assert_eq!(values[3].parse(), Ok(flag));
            prop_assert_eq!(values[4].parse(), Ok(letter));
            prop_assert_eq!(values[5], name);
        }
    }

    #[test]
    fn list_with_repeated_name_is_read_back(ids in vec(text(), 0..5)) {
        let read: Pairs = read(&Repeat { ids: ids.clone() });
        prop_assert_eq!(read, pairs("ids", &ids));
    }

    /// Reads with a peer that splits before it decodes. A peer that decodes first needs elements without the separator.
    #[test]
    fn list_in_one_parameter_is_read_back(comma in vec(text(), 1..5), plain in vec("[^| ]{0,8}", 1..5)) {
        let call = Separated { comma: comma.clone(), pipes: plain.clone(), spaces: plain.clone() };
        let query = query(&call);
        let raw: Vec<&str> = query.split('&').map(|parameter| parameter.split_once('=').unwrap().1).collect();
        let elements = |text: &str, separator| text.split(separator).map(decoded).collect::<Vec<_>>();
        prop_assert_eq!(elements(raw[0], ","), comma.clone());
        prop_assert_eq!(elements(raw[1], "%7C"), plain.clone());
        prop_assert_eq!(elements(raw[2], "%20"), plain.clone());
        let read: Pairs = read(&call);
        prop_assert_eq!(&read[0].1, &comma.join(","));
        prop_assert_eq!(&read[1].1, &plain.join("|"));
        prop_assert_eq!(&read[2].1, &plain.join(" "));
    }

    #[test]
    fn lists_and_objects_in_brackets_are_read_back(
        ids in vec(text(), 1..5), filters in vec(filter(), 1..3), filter in filter(),
    ) {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Read {
            ids: Vec<String>,
            filters: Vec<Filter>,
            filter: Filter,
        }
        let query = query(&Brackets { ids: ids.clone(), filters: filters.clone(), filter: filter.clone() });
        let read: Read = serde_qs::Config::new().use_form_encoding(true).deserialize_str(&query).unwrap();
        prop_assert_eq!(read, Read { ids, filters, filter });
    }

    #[test]
    fn objects_with_dots_are_read_back(filter in filter()) {
        let read: Pairs = read(&Dots { filter: filter.clone() });
        let mut expected = pairs("filter.name", [&filter.name]);
        expected.extend(pairs("filter.note", &filter.note));
        expected.extend(pairs("filter.tags", &filter.tags));
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn flattened_map_is_read_back(page: u8, rest in btree_map(text(), text(), 0..4)) {
        let read: Pairs = read(&Flattened { page, rest: rest.clone() });
        let mut expected = pairs("page", [&page.to_string()]);
        expected.extend(rest.into_iter().filter(|(key, _)| key != "page"));
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn form_is_read_back(one in text(), list in vec(text(), 1..4), filter in filter()) {
        let call = InForm {
            text: one.clone(), repeat: list.clone(), brackets: list.clone(), comma: list.clone(), filter: filter.clone(),
        };
        let read: Pairs = read(&call);
        let mut expected = pairs("text", [&one]);
        expected.extend(pairs("repeat", &list));
        expected.extend(pairs("brackets[]", &list));
        expected.extend(pairs("comma", [&list.join(",")]));
        expected.extend(pairs("filter.name", [&filter.name]));
        expected.extend(pairs("filter.note", &filter.note));
        expected.extend(pairs("filter.tags", &filter.tags));
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn body_members_are_read_back(
        text in text(), number: i32, list in vec(proptest::option::of(text()), 0..4), filter in filter(),
    ) {
        // Multiples of 1/64: serde_json reads them back exactly, which it does not guarantee for all floats.
        let number = f64::from(number) / 64.0;
        let call = InBody { text: text.clone(), number, list: list.clone(), filter: filter.clone() };
        let read: Value = read(&call);
        prop_assert_eq!(&read["text"], &json!(text));
        prop_assert_eq!(read["number"].as_f64(), Some(number));
        prop_assert_eq!(&read["full name"], &json!(list));
        prop_assert_eq!(read["filter"].as_object().unwrap().contains_key("note"), filter.note.is_some());
        prop_assert_eq!(serde_json::from_value::<Filter>(read["filter"].clone()).unwrap(), filter);
        prop_assert_eq!(read.as_object().unwrap().len(), 4);
    }

    #[test]
    fn lookup_is_read_back_from_path_and_body(id in segment(), name in text()) {
        let by_id: Value = read(&InBoth { which: Which::Id(id.clone()) });
        prop_assert_eq!(by_id, json!([id, {}]));
        let by_name: Value = read(&InBoth { which: Which::Name(name.clone()) });
        prop_assert_eq!(by_name, json!(["_", {"which": {"name": name}}]));
    }

    #[test]
    fn payload_is_read_back(all in btree_map(text(), vec(text(), 0..3), 0..3), image: Vec<u8>, text in text()) {
        let json: BTreeMap<String, Vec<String>> = read(&JsonPayload { all: all.clone() });
        prop_assert_eq!(json, all);
        let bytes: Value = read(&BytesPayload { image: image.clone() });
        prop_assert_eq!(bytes, json!(["image/png", image]));
        let plain: Value = read(&TextPayload { text: text.clone() });
        prop_assert_eq!(plain, json!(["text/plain; charset=utf-8", text.as_bytes()]));
    }

    #[test]
    fn headers_are_read_back(text in header_text(), list in vec("[ -~é]{0,8}", 0..4), meta in btree_map("[a-z0-9-]{1,8}", header_text(), 0..3)) {
        let read: Pairs = read(&InHeaders { text: text.clone(), x_list: list.clone(), meta: meta.clone() });
        let of = |name: &str| read.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone());
        prop_assert_eq!(of("x-text"), Some(text));
        // A text that is or contains a quoted string is sent unchanged, and a reader unquotes it.
        let read_as = |element: &String| if element.contains('"') { elements(element).concat() } else { element.clone() };
        let found = of("x-list").map(|list| elements(&list)).unwrap_or_default();
        prop_assert_eq!(found.len(), list.len());
        for (found, element) in found.iter().zip(&list) {
            prop_assert!(found == element || *found == read_as(element), "{} for {}", found, element);
        }
        for (key, value) in meta {
            prop_assert_eq!(of(&format!("x-meta-{key}")), Some(value));
        }
    }
}

/// Reads the elements of a list in a header as RFC 9110 sections 5.6.1 and 5.6.4 require of a recipient.
fn elements(list: &str) -> Vec<String> {
    let mut elements = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for char in list.chars() {
        let element = elements.last_mut().expect("there is one");
        match char {
            _ if escaped => {
                element.push(char);
                escaped = false;
            }
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ',' if !quoted => elements.push(String::new()),
            ' ' if !quoted && element.is_empty() => {}
            char => element.push(char),
        }
    }
    elements
}
