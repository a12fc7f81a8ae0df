//! Where each field is sent, and in which form: the request as it is built.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use callsheet::transport::into_bytes_request;
use callsheet::{Arguments, BaseUrl, Client, Endpoint, Error, Lookup, Patch, endpoint};
use http::Request;
use proptest::prelude::*;

fn build<E: Endpoint>(endpoint: &E) -> Result<Request<Bytes>, Error<E::Error>> {
    let base: BaseUrl = "http://localhost".parse().unwrap();
    Ok(into_bytes_request(endpoint.to_request(&base)?).unwrap())
}

/// Reads the parameters of a query with another parser.
fn parameters(request: &Request<Bytes>) -> Vec<(String, String)> {
    form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).into_owned().collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[derive(Clone, Arguments)]
struct Filter {
    name: Option<String>,
    sizes: Vec<u8>,
}

#[derive(Clone, Lookup)]
enum Which {
    Id(u8),
    Name(String),
}

#[endpoint(method = "GET", path = "/lists", query("list-type" = "2", "acl", "a b" = "&"))]
struct Lists {
    repeat: Vec<String>,
    #[query(list = "comma")]
    comma: Vec<String>,
    #[query(list = "brackets")]
    brackets: Vec<String>,
    #[query(list = "pipes", name = "piped")]
    pipes: Option<Vec<String>>,
    #[query(list = "spaces")]
    spaces: [u8; 2],
}

fn lists(values: &[&str]) -> Lists {
    let values: Vec<String> = values.iter().map(|&value| value.to_owned()).collect();
    let (repeat, comma, brackets) = (values.clone(), values.clone(), values.clone());
    Lists { repeat, comma, brackets, pipes: Some(values), spaces: [1, 2] }
}

#[test]
fn list_is_written_in_its_style() {
    let request = build(&lists(&["a", "b"])).unwrap();
    let expected = "list-type=2&acl&a%20b=%26&repeat=a&repeat=b&comma=a,b&brackets%5B%5D=a&brackets%5B%5D=b\
                    &piped=a%7Cb&spaces=1%202";
    assert_eq!(request.uri().query().unwrap(), expected);
    let empty = Lists { pipes: None, ..lists(&[]) };
    assert_eq!(build(&empty).unwrap().uri().query().unwrap(), "list-type=2&acl&a%20b=%26&spaces=1%202");
}

#[test]
fn object_is_written_in_its_style() {
    #[endpoint(method = "GET", path = "/objects")]
    struct Objects {
        filter: Filter,
        #[query(object = "dots", list = "comma")]
        dotted: Filter,
        which: Which,
    }
    let filter = Filter { name: Some("a".to_owned()), sizes: vec![1, 2] };
    let call = Objects { dotted: filter.clone(), filter, which: Which::Name("b".to_owned()) };
    let expected = [
        ("filter[name]", "a"),
        ("filter[sizes]", "1"),
        ("filter[sizes]", "2"),
        ("dotted.name", "a"),
        ("dotted.sizes", "1,2"),
        ("which[name]", "b"),
    ];
    assert_eq!(parameters(&build(&call).unwrap()), pairs(&expected));
    let id = Objects { which: Which::Id(1), ..call };
    assert_eq!(parameters(&build(&id).unwrap()).last().unwrap(), &("which[id]".to_owned(), "1".to_owned()));
}

#[endpoint(method = "POST", path = "/headers")]
struct Headers {
    #[header(name = "If-Match")]
    etag: Option<String>,
    #[header]
    x_retry_count: u8,
    #[header(name = "X-Api-Key", sensitive)]
    key: String,
    #[header]
    prefer: Vec<String>,
}

fn headers() -> Headers {
    Headers { etag: None, x_retry_count: 3, key: "k".to_owned(), prefer: Vec::new() }
}

#[test]
fn header_has_its_name_and_is_omitted_if_absent() {
    let request = build(&headers()).unwrap();
    assert_eq!(request.headers()["x-retry-count"], "3");
    assert!(!request.headers().contains_key("if-match") && !request.headers().contains_key("prefer"));
    assert!(request.headers()["x-api-key"].is_sensitive() && !request.headers()["x-retry-count"].is_sensitive());
    // No field is in the body.
    assert!(request.body().is_empty() && !request.headers().contains_key("content-type"));
    let request = build(&Headers { etag: Some("\"v1\"".to_owned()), ..headers() }).unwrap();
    assert_eq!(request.headers()["if-match"], "\"v1\"");
}

#[test]
fn list_in_a_header_is_joined_and_quoted_if_necessary() {
    let prefer = ["a", "b c", "d,e", "f\"g\\", "", " h"].map(str::to_owned).to_vec();
    let request = build(&Headers { prefer, ..headers() }).unwrap();
    assert_eq!(request.headers()["prefer"], r#"a, b c, "d,e", "f\"g\\", "", " h""#);
}

#[test]
fn invalid_header_value_is_refused_with_its_field() {
    for key in [" s3cret", "s3cret\t", "s3cret\r\nx-evil: 1", "s3cret\n", "s3cret\0", "s3cret\u{7f}"] {
        let error = build(&Headers { key: key.to_owned(), ..headers() }).unwrap_err();
        let Error::Build { source, .. } = &error else { panic!("{error:?}") };
        assert_eq!(source.field_name(), Some("key"));
        assert!(!format!("{error} {error:?} {source}").contains("s3cret"), "{error:?}");
    }
}

#[test]
fn unusual_methods_are_sent_unchanged() {
    #[endpoint(method = "PROPFIND", path = "/a")]
    struct Find {
        depth: u8,
    }
    #[endpoint(method = "HEAD", path = "/a")]
    struct Head {
        page: u8,
    }
    #[endpoint(method = "OPTIONS", path = "/a")]
    struct Options;
    let find = build(&Find { depth: 1 }).unwrap();
    assert_eq!((find.method().as_str(), find.body().as_ref()), ("PROPFIND", br#"{"depth":1}"#.as_slice()));
    let head = build(&Head { page: 1 }).unwrap();
    assert_eq!((head.method().as_str(), head.uri().query()), ("HEAD", Some("page=1")));
    assert_eq!(build(&Options).unwrap().method(), "OPTIONS");
}

proptest! {
    #[test]
    fn list_is_read_by_another_parser(values in proptest::collection::vec("[^,| ]{0,8}", 1..4)) {
        let request = build(&lists(&values.iter().map(String::as_str).collect::<Vec<_>>())).unwrap();
        let read = parameters(&request);
        let of = |name: &str| -> Vec<&str> {
            read.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str()).collect()
        };
        prop_assert_eq!(of("repeat"), values.clone());
        prop_assert_eq!(of("brackets[]"), values.clone());
        prop_assert_eq!(of("comma")[0].split(',').collect::<Vec<_>>(), values.clone());
        prop_assert_eq!(of("piped")[0].split('|').collect::<Vec<_>>(), values);
    }

    #[test]
    fn header_is_read_back_unchanged(value in "([!-~]([ -~]{0,20}[!-~])?)?") {
        let request = build(&Headers { key: value.clone(), ..headers() }).unwrap();
        prop_assert_eq!(request.headers()["x-api-key"].to_str().unwrap(), value);
    }
}

/// An API with its own base URL and headers.
enum Placed {}

impl callsheet::Api for Placed {
    const BASE_URL: Option<&'static str> = Some("https://placed.example/v1");
    const ERROR_FORMAT: &'static dyn callsheet::error_format::ErrorFormat = &callsheet::error_format::StandardFormat;
    const HEADERS: &'static [(&'static str, &'static str)] = &[("accept-language", "en"), ("x-version", "1")];
    type Errors = callsheet::error::NoErrors;
}

#[endpoint(method = "GET", path = "/a", api = Placed)]
struct OfPlaced {
    #[header(name = "X-Version")]
    version: Option<u8>,
}

#[test]
fn api_has_its_own_base_url_and_headers() {
    let client = Client::for_api::<Placed>().header("accept-language", "de").build().unwrap();
    let request = client.to_request(&OfPlaced { version: None }).unwrap();
    assert_eq!(request.uri(), "https://placed.example/v1/a");
    assert_eq!(
        (&request.headers()["accept-language"], &request.headers()["x-version"]),
        (&"de".parse().unwrap(), &"1".parse().unwrap())
    );
    let request = client.to_request(&OfPlaced { version: Some(2) }).unwrap();
    assert_eq!(request.headers()["x-version"], "2");
    let elsewhere = Client::for_api::<Placed>().base_url("http://localhost").build().unwrap();
    assert_eq!(elsewhere.to_request(&OfPlaced { version: None }).unwrap().uri(), "http://localhost/a");
    assert!(Client::for_api::<callsheet::JsonApi>().build().unwrap_err().to_string().contains("no base URL"));
}

/// A newtype.
#[derive(callsheet::Scalar)]
struct Id(u64);

/// An open enum.
#[derive(callsheet::Scalar)]
#[serde(rename_all = "kebab-case")]
enum Sort {
    NewestFirst,
    #[serde(rename = "by name")]
    Name,
    #[serde(untagged)]
    Other(String),
}

#[endpoint(method = "GET", path = "/users/<id>")]
struct OwnTypes {
    id: Id,
    sort: Vec<Sort>,
    #[header]
    prefer: Option<Sort>,
}

#[test]
fn custom_types_are_sent_in_path_query_and_header() {
    let sort = vec![Sort::NewestFirst, Sort::Name, Sort::Other("a/b".to_owned())];
    let request = build(&OwnTypes { id: Id(7), sort, prefer: Some(Sort::NewestFirst) }).unwrap();
    assert_eq!(request.uri().path(), "/users/7");
    assert_eq!(parameters(&request), pairs(&[("sort", "newest-first"), ("sort", "by name"), ("sort", "a/b")]));
    assert_eq!(request.headers()["prefer"], "newest-first");
}

#[endpoint(method = "GET", path = "/maps")]
struct Maps {
    page: u8,
    #[query(flatten, list = "comma")]
    filters: BTreeMap<String, Vec<String>>,
    #[query(flatten)]
    more: Option<HashMap<&'static str, u8>>,
    #[header(prefix = "X-Meta-", sensitive)]
    meta: HashMap<String, String>,
}

#[test]
fn fields_take_precedence_over_keys_of_a_map() {
    let list = |values: &[&str]| values.iter().map(|&value| value.to_owned()).collect::<Vec<_>>();
    let filters = [("page".to_owned(), list(&["9"])), ("a&b".to_owned(), list(&["x", "y"]))].into();
    let meta: HashMap<String, String> =
        [("Owner".to_owned(), "me".to_owned()), ("b".to_owned(), "c".to_owned())].into();
    let more = Some([("z", 1), ("y", 2)].into());
    let request = build(&Maps { page: 1, filters, more, meta }).unwrap();
    assert_eq!(parameters(&request), pairs(&[("page", "1"), ("a&b", "x,y"), ("y", "2"), ("z", "1")]));
    assert_eq!(
        (&request.headers()["x-meta-owner"], &request.headers()["x-meta-b"]),
        (&"me".parse().unwrap(), &"c".parse().unwrap())
    );
    assert!(request.headers()["x-meta-b"].is_sensitive());

    let meta = [("no name".to_owned(), "s3cret".to_owned())].into();
    let error = build(&Maps { page: 1, filters: BTreeMap::new(), more: None, meta }).unwrap_err();
    let Error::Build { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.to_string(), "field `meta`: a key does not make a valid header field name");
}

#[endpoint(method = "POST", path = "/at/<since>")]
struct Moments {
    #[path(with = callsheet::with::unix_seconds)]
    since: SystemTime,
    #[query(with = "callsheet::with::rfc3339")]
    until: SystemTime,
    #[query(with = callsheet::with::rfc3339)]
    never: Option<SystemTime>,
    #[header(name = "If-Modified-Since", with = callsheet::with::http_date)]
    modified: Option<SystemTime>,
    #[body(with = callsheet::with::unix_seconds)]
    at: Patch<SystemTime>,
    #[body(with = callsheet::with::base64)]
    data: Vec<u8>,
}

#[test]
fn with_module_writes_a_value_in_any_place() {
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let call = Moments {
        since: at(7),
        until: at(0),
        never: None,
        modified: Some(at(784_111_777)),
        at: Patch::Value(at(9)),
        data: b"hi".to_vec(),
    };
    let request = build(&call).unwrap();
    assert_eq!(request.uri().path(), "/at/7");
    assert_eq!(parameters(&request), pairs(&[("until", "1970-01-01T00:00:00Z")]));
    assert_eq!(request.headers()["if-modified-since"], "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_eq!(request.body(), r#"{"at":9,"data":"aGk="}"#);
    assert_eq!(build(&Moments { at: Patch::Null, ..call }).unwrap().body(), r#"{"at":null,"data":"aGk="}"#);
}

#[test]
fn tables_contain_name_and_secrets() {
    #[endpoint(method = "POST", path = "/sessions/<id>", name = "sessions.create")]
    struct CreateSession {
        #[path(sensitive)]
        id: String,
        #[query(sensitive)]
        key: String,
        #[body(sensitive)]
        password: String,
        user: String,
    }
    assert_eq!(CreateSession::SPEC.name, "sessions.create");
    let client = Client::builder("http://localhost").build().unwrap();
    let call = CreateSession::builder().id("a").key("b").password("c").user("d").send(&client);
    assert_eq!(format!("{call:?}"), "Call(\"sessions.create\")");
    let sensitive: Vec<&str> =
        CreateSession::REFERENCE.fields.iter().filter(|field| field.sensitive).map(|field| field.name).collect();
    assert_eq!(sensitive, ["id", "key", "password"]);
}
