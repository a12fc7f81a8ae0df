//! Header fields of responses: text, lists, maps and serde's `with`, in the form in which requests are written.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, SystemTime};

use callsheet::{BaseUrl, Endpoint, Error, Response, endpoint, error::DecodeError, with};
use http::HeaderValue;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use support::{RawServer, Script, client_of};

#[derive(Debug, Response)]
struct Head {
    #[header]
    x_name: Option<String>,
    #[header]
    x_total: Option<u32>,
    #[header]
    link: Vec<String>,
    #[header]
    set_cookie: Vec<String>,
    #[header(name = "Set-Cookie")]
    first_cookie: Option<String>,
    #[header]
    www_authenticate: Vec<String>,
    #[header(name = "WWW-Authenticate")]
    challenges: Option<String>,
    #[header]
    x_tags: Option<Vec<String>>,
    #[header]
    x_numbers: Vec<u8>,
    #[header]
    via: Vec<String>,
    #[header]
    last_modified: Vec<String>,
}

#[endpoint(method = "GET", path = "/", response = Head)]
struct GetHead;

fn response(fields: &[(&str, &[u8])]) -> http::Response<bytes::Bytes> {
    let mut response = http::Response::new(bytes::Bytes::new());
    for (name, value) in fields {
        let name: http::HeaderName = name.parse().unwrap();
        response.headers_mut().append(name, HeaderValue::from_bytes(value).unwrap());
    }
    response
}

fn head(fields: &[(&str, &str)]) -> Head {
    let fields: Vec<(&str, &[u8])> = fields.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    GetHead::read_response(response(&fields)).unwrap()
}

fn refused(fields: &[(&str, &str)]) -> DecodeError {
    let fields: Vec<(&str, &[u8])> = fields.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    match GetHead::read_response(response(&fields)) {
        Err(Error::Decode { source, .. }) => source,
        other => panic!("not a decode error, is_ok: {}", other.is_ok()),
    }
}

#[tokio::test]
async fn utf_8_and_repeated_lines_arrive_from_a_socket() {
    let reply = "HTTP/1.1 200 OK\r\nx-name: zoë\r\nlink: </1>; rel=\"next, last\", </2>\r\nLink: </3>\r\n\
                 set-cookie: a=1; expires=Sun, 06 Nov 1994 08:49:37 GMT\r\nset-cookie: b=2\r\ncontent-length: 0\r\n\r\n";
    let server = RawServer::each(Script::receive().write(reply)).await;
    let head = GetHead.send(&client_of(&server)).await.unwrap();
    assert_eq!(head.x_name.as_deref(), Some("zoë"));
    assert_eq!(head.link, ["</1>; rel=\"next, last\"", "</2>", "</3>"]);
    assert_eq!(head.set_cookie, ["a=1; expires=Sun, 06 Nov 1994 08:49:37 GMT", "b=2"]);
    assert_eq!(head.first_cookie.as_deref(), Some("a=1; expires=Sun, 06 Nov 1994 08:49:37 GMT"));
}

#[test]
fn bytes_that_are_not_utf_8_are_read_as_iso_8859_1() {
    let read = |value: &[u8]| GetHead::read_response(response(&[("x-name", value)])).unwrap().x_name.unwrap();
    assert_eq!(read(b"zo\xeb"), "zoë");
    assert_eq!(read("zoë".as_bytes()), "zoë");
    assert_eq!(read(b"\xff\xfe\x80"), "\u{ff}\u{fe}\u{80}");
    assert_eq!(read(b""), "");
}

#[test]
fn list_is_read_from_all_lines_and_split_outside_quotes() {
    let tags = |fields: &[(&str, &str)]| head(fields).x_tags;
    assert_eq!(tags(&[]), None);
    assert_eq!(tags(&[("x-tags", "")]), Some(vec![]));
    let lines = [("x-tags", "a,, b ,\"c,\\\" d\""), ("x-tags", "W/\"e,f\", g=\"h,i\""), ("x-tags", "\"\"")];
    assert_eq!(tags(&lines).unwrap(), ["a", "b", "c,\" d", "W/\"e,f\"", "g=\"h,i\"", ""]);
    assert_eq!(head(&[("x-numbers", "1, 2"), ("x-numbers", "\"3\"")]).x_numbers, [1, 2, 3]);
    assert_eq!(refused(&[("x-numbers", "1, s3cret")]).to_string(), "the header `x-numbers` is not valid for its type");
    // An unclosed element includes the rest of the line.
    assert_eq!(tags(&[("x-tags", "a, \"b, c")]).unwrap(), ["a", "\"b, c"]);
}

#[test]
fn targets_of_links_and_comments_may_contain_commas() {
    let links = head(&[("link", "<https://a.example/?ids=1,2>; rel=prev, <b,c>;rel=\"next\"")]).link;
    assert_eq!(links, ["<https://a.example/?ids=1,2>; rel=prev", "<b,c>;rel=\"next\""]);
    let comments = "1.1 a (b, (c, d), e \"), 1.0 f";
    assert_eq!(head(&[("via", comments)]).via, ["1.1 a (b, (c, d), e \")", "1.0 f"]);
    // An unclosed element ends with the line.
    assert_eq!(head(&[("link", "<a, b"), ("link", "c>, <d>")]).link, ["<a, b", "c>", "<d>"]);
}

#[test]
fn challenge_keeps_its_parameters() {
    // The example of RFC 9110 section 11.6.1.
    let one = "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"";
    let expected = ["Basic realm=\"simple\"", "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\""];
    assert_eq!(head(&[("www-authenticate", one)]).www_authenticate, expected);
    let lines = [("www-authenticate", "Negotiate"), ("www-authenticate", "Bearer, Digest qop = \"a, b\", x =y")];
    let head = head(&lines);
    assert_eq!(head.www_authenticate, ["Negotiate", "Bearer", "Digest qop = \"a, b\", x =y"]);
    assert_eq!(head.challenges.unwrap(), "Negotiate, Bearer, Digest qop = \"a, b\", x =y");
}

#[test]
fn date_is_one_element() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    assert_eq!(head(&[("last-modified", date)]).last_modified, [date]);
}

#[test]
fn single_value_joins_its_lines_and_uses_equal_lines_once() {
    assert_eq!(head(&[("x-name", "a"), ("x-name", "b, c"), ("x-name", "a")]).x_name.unwrap(), "a, b, c, a");
    assert_eq!(head(&[("x-total", "7"), ("x-total", "7")]).x_total, Some(7));
    assert_eq!(
        refused(&[("x-total", "7"), ("x-total", "8")]).to_string(),
        "the header `x-total` is not valid for its type"
    );
}

mod yes_or_no {
    use serde::{Deserialize, Deserializer, Serializer, de};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's form")]
    pub(super) fn serialize<S: Serializer>(value: &bool, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if *value { "yes" } else { "no" })
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
        match <&str>::deserialize(deserializer)? {
            "yes" => Ok(true),
            "no" => Ok(false),
            other => Err(de::Error::custom(format!("s3cret: {other}"))),
        }
    }
}

/// A value that serde's own `Deserialize` reads from text.
mod as_is {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    pub(super) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    NotSent,
    Sent,
}

#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
struct Size(i64);

/// The same fields in a request and in a response.
macro_rules! both {
    ($($(#[$attribute:meta])* $name:ident: $ty:ty,)*) => {
        #[endpoint(method = "GET", path = "/")]
        #[derive(Debug, Clone)]
        struct Sent {
            $($(#[$attribute])* $name: $ty,)*
        }

        #[derive(Debug, Response)]
        struct Received {
            $($(#[$attribute])* $name: $ty,)*
        }

        #[endpoint(method = "GET", path = "/", response = Received)]
        struct Receive;

        /// Asserts that each value is read back.
        #[expect(clippy::float_cmp, reason = "what is read is what was written")]
        fn assert_same(sent: &Sent, received: &Received) {
            $(assert_eq!(sent.$name, received.$name, stringify!($name));)*
        }
    };
}

both! {
    #[header]
    text: String,
    #[header(name = "X-Optional")]
    optional: Option<u64>,
    #[header]
    flag: bool,
    #[header]
    list: Vec<String>,
    #[header]
    optional_list: Option<Vec<i16>>,
    #[header(prefix = "X-Meta-")]
    meta: BTreeMap<String, String>,
    #[header(name = "X-Meta-Version")]
    version: u8,
    #[header(prefix = "x-other-")]
    other: Option<HashMap<String, u8>>,
    #[header(with = with::http_date)]
    changed: SystemTime,
    #[header(with = with::unix_seconds)]
    until: Option<SystemTime>,
    #[header(with = with::rfc3339)]
    at: SystemTime,
    #[header(with = "with::base64")]
    digest: Vec<u8>,
    #[header(with = with::non_finite)]
    score: f64,
    #[header(with = yes_or_no)]
    active: bool,
    #[header(with = as_is)]
    state: State,
    #[header(with = as_is)]
    size: Size,
    #[header(with = as_is)]
    ratio: Option<f32>,
}

/// Copies the request's header fields to a response.
fn back(sent: &Sent) -> Received {
    let base: BaseUrl = "http://localhost".parse().unwrap();
    let Ok(request) = sent.to_request(&base) else { panic!("the request is built") };
    let mut response = http::Response::new(bytes::Bytes::new());
    *response.headers_mut() = request.headers().clone();
    Receive::read_response(response).unwrap()
}

fn sent() -> Sent {
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
    Sent {
        text: "zoë".to_owned(),
        optional: Some(7),
        flag: true,
        list: vec!["a".to_owned(), "b, c".to_owned(), "W/\"d\"".to_owned()],
        optional_list: Some(vec![-1, 2]),
        meta: BTreeMap::from([("owner".to_owned(), "me, you".to_owned())]),
        version: 3,
        other: Some(HashMap::from([("a".to_owned(), 1)])),
        changed: at,
        until: Some(at),
        at,
        digest: vec![0, 255],
        score: f64::NEG_INFINITY,
        active: false,
        state: State::NotSent,
        size: Size(-5),
        ratio: Some(0.5),
    }
}

#[test]
fn response_reads_what_a_request_writes() {
    let all = sent();
    assert_same(&all, &back(&all));
    let least = Sent {
        optional: None,
        list: Vec::new(),
        optional_list: None,
        meta: BTreeMap::new(),
        other: None,
        until: None,
        ratio: None,
        ..sent()
    };
    assert_same(&least, &back(&least));
}

#[test]
fn header_refused_by_a_module_is_named_but_not_quoted() {
    let mut response = http::Response::new(bytes::Bytes::new());
    let request = sent().to_request(&"http://localhost".parse().unwrap()).unwrap();
    *response.headers_mut() = request.headers().clone();
    response.headers_mut().insert("active", "perhaps".parse().unwrap());
    let error = Receive::read_response(response).unwrap_err();
    let Error::Decode { source, .. } = &error else { panic!("{error:?}") };
    assert_eq!(source.to_string(), "the header `active` is not valid for its type");
    assert!(!support::printed(&error).contains("s3cret"));
}

/// Text that a header can contain.
fn text() -> impl Strategy<Value = String> {
    "([!-~é]([ -~é\t]{0,12}[!-~é])?)?"
}

/// The text of an element, with or without quotes.
fn meant(element: &str) -> String {
    let inner = element.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|_| element.len() > 1);
    let Some(inner) = inner else { return element.to_owned() };
    let (mut text, mut chars) = (String::new(), inner.chars());
    while let Some(char) = chars.next() {
        match char {
            // Not a quoted string, but quotes at both ends.
            '"' => return element.to_owned(),
            '\\' => match chars.next() {
                Some(escaped) => text.push(escaped),
                None => return element.to_owned(),
            },
            other => text.push(other),
        }
    }
    text
}

proptest! {
    #[test]
    fn response_reads_any_value_that_a_request_writes(
        text in text(),
        list in vec(prop_oneof![text(), "(W/)?\"[a,\\\\\"]{0,4}\"", "[ \t]?[a,\"]{0,3}"], 0..4),
        optional: Option<u64>,
        optional_list in proptest::option::of(vec(any::<i16>(), 1..4)),
        meta in btree_map("[a-z0-9-]{0,8}", "[!-~é]([ -~é]{0,12}[!-~é])?", 0..4),
        seconds in 0_u64..4_000_000_000,
        digest: Vec<u8>,
        score in any::<f64>().prop_filter("a number", |score| !score.is_nan()),
        ratio in proptest::option::of(proptest::num::f32::NORMAL),
    ) {
        let mut meta = meta;
        meta.remove("version");
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let call = Sent {
            text, list, optional, optional_list, meta, digest, score, ratio,
            changed: at, until: Some(at), at, ..sent()
        };
        let received = back(&call);
        let list = call.list.iter().map(|element| meant(element)).collect();
        assert_same(&Sent { list, ..call }, &received);
    }
}
