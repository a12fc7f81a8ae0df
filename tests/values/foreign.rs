//! Types of the standard library and of other crates, in every place.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::{NonZeroI64, NonZeroU32};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use callsheet::{Arguments, Patch, Scalar, endpoint, with};
use serde_json::json;
use url::Url;
use uuid::Uuid;

use super::{built, pairs, parameters, reason};

#[endpoint(method = "GET", path = "/hosts/<address>/<port>/<name>/<initial>")]
struct GetHost {
    address: IpAddr,
    port: NonZeroU32,
    name: Box<str>,
    initial: char,
    v4: Ipv4Addr,
    v6: Option<Ipv6Addr>,
    shared: Arc<str>,
    borrowed: Cow<'static, str>,
    offset: NonZeroI64,
    #[header]
    peer: SocketAddr,
    #[header]
    via: Option<Ipv4Addr>,
}

#[test]
fn types_of_the_standard_library_are_scalars() {
    let request = built(&GetHost {
        address: "::1".parse().unwrap(),
        port: NonZeroU32::MIN,
        name: "a/b".into(),
        initial: 'é',
        v4: Ipv4Addr::LOCALHOST,
        v6: Some(Ipv6Addr::LOCALHOST),
        shared: "x".into(),
        borrowed: "y".into(),
        offset: NonZeroI64::MAX,
        peer: "127.0.0.1:80".parse().unwrap(),
        via: Some(Ipv4Addr::UNSPECIFIED),
    });
    assert_eq!(request.uri().path(), "/hosts/%3A%3A1/1/a%2Fb/%C3%A9");
    let query = request.uri().query().unwrap();
    let expected =
        [("v4", "127.0.0.1"), ("v6", "::1"), ("shared", "x"), ("borrowed", "y"), ("offset", "9223372036854775807")];
    assert_eq!(parameters(query.as_bytes()), pairs(&expected));
    assert_eq!(request.headers()["peer"], "127.0.0.1:80");
    assert_eq!(request.headers()["via"], "0.0.0.0");
}

/// An id whose type does not implement `Ord`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Scalar)]
struct Id(u16);

#[endpoint(method = "GET", path = "/<set>/<rest..>")]
struct Lists {
    #[path(list = "comma")]
    set: BTreeSet<u8>,
    rest: VecDeque<String>,
    #[query(list = "comma")]
    hashed: HashSet<Id>,
    boxed: Box<[u8]>,
    shared: Rc<[u8]>,
    owned: Cow<'static, [u8]>,
    array: [u8; 2],
    deque: Option<VecDeque<u8>>,
    #[header]
    tags: BTreeSet<String>,
    #[header]
    numbers: HashSet<u8>,
}

#[test]
fn other_collections_are_lists_where_a_vec_is() {
    let request = built(&Lists {
        set: [2, 1].into(),
        rest: ["a".to_owned(), "b/c".to_owned()].into(),
        hashed: (100..130).map(Id).collect(),
        boxed: [1, 2].into(),
        shared: [3, 4].into(),
        owned: vec![5].into(),
        array: [6, 7],
        deque: Some([8].into()),
        tags: ["b,c".to_owned(), "a".to_owned()].into(),
        numbers: [3, 1, 2].into(),
    });
    assert_eq!(request.uri().path(), "/1,2/a/b%2Fc");
    let hashed = (100..130).map(|id| id.to_string()).collect::<Vec<_>>().join(",");
    let query = parameters(request.uri().query().unwrap().as_bytes());
    // A set without an order is sorted by the texts of its elements, so that the same call sends the same request.
    assert_eq!(query[0], ("hashed".to_owned(), hashed));
    let rest = [("boxed", "1"), ("boxed", "2"), ("shared", "3"), ("shared", "4"), ("owned", "5")];
    assert_eq!(query[1..6], pairs(&rest));
    assert_eq!(query[6..], pairs(&[("array", "6"), ("array", "7"), ("deque", "8")]));
    assert_eq!(request.headers()["tags"], "a, \"b,c\"");
    assert_eq!(request.headers()["numbers"], "1, 2, 3");
}

#[endpoint(method = "POST", path = "/<id>/<ids>/<rest..>")]
struct Display {
    #[path(with = with::display)]
    id: Uuid,
    #[path(list = "comma", with = with::display)]
    ids: Vec<Uuid>,
    #[path(with = with::display)]
    rest: Vec<Url>,
    #[query(with = with::display)]
    one: Uuid,
    #[query(with = with::display)]
    perhaps: Option<Uuid>,
    #[query(with = with::display)]
    many: Vec<Uuid>,
    #[query(list = "comma", with = with::display)]
    maybe_many: Option<BTreeSet<Uuid>>,
    #[header(with = with::display)]
    peer: Url,
    #[header(with = with::display)]
    peers: Vec<Url>,
    #[header(with = with::display)]
    no_peers: Option<Vec<Url>>,
    #[body(with = with::display)]
    member: Uuid,
    #[body(with = with::display)]
    members: Option<Vec<Option<Uuid>>>,
    #[body(with = with::display)]
    patched: Patch<Uuid>,
}

fn display() -> Display {
    let (nil, max) = (Uuid::nil(), Uuid::max());
    Display {
        id: nil,
        ids: vec![nil, max],
        rest: vec!["http://a/".parse().unwrap()],
        one: nil,
        perhaps: Some(max),
        many: vec![nil, max],
        maybe_many: Some([max, nil].into()),
        peer: "http://a/?b,c".parse().unwrap(),
        peers: vec!["http://a/".parse().unwrap(), "http://b/?c,d".parse().unwrap()],
        no_peers: None,
        member: nil,
        members: Some(vec![Some(max), None]),
        patched: Patch::Value(max),
    }
}

#[test]
fn with_display_writes_types_of_other_crates_in_every_place() {
    let (nil, max) = (&*Uuid::nil().to_string(), &*Uuid::max().to_string());
    let request = built(&display());
    assert_eq!(request.uri().path(), format!("/{nil}/{nil},{max}/http%3A%2F%2Fa%2F"));
    let both = format!("{nil},{max}");
    let query = [("one", nil), ("perhaps", max), ("many", nil), ("many", max), ("maybe_many", &*both)];
    assert_eq!(parameters(request.uri().query().unwrap().as_bytes()), pairs(&query));
    assert_eq!(request.headers()["peer"], "http://a/?b,c");
    assert_eq!(request.headers()["peers"], "http://a/, \"http://b/?c,d\"");
    assert!(!request.headers().contains_key("no-peers"));
    let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(body, json!({"member": nil, "members": [max, null], "patched": max}));
    let absent = built(&Display { perhaps: None, many: Vec::new(), maybe_many: None, peers: Vec::new(), ..display() });
    assert_eq!(parameters(absent.uri().query().unwrap().as_bytes()), pairs(&[("one", nil)]));
    assert!(!absent.headers().contains_key("peers"));
}

#[test]
fn list_that_cannot_be_in_a_path_is_refused() {
    let error = |call: Display| reason(&call);
    assert_eq!(error(Display { ids: Vec::new(), ..display() }), "field `ids`: an empty list cannot be sent in a path");
    assert_eq!(
        error(Display { rest: Vec::new(), ..display() }),
        "field `rest`: an empty value cannot be sent in a path"
    );
}

#[endpoint(method = "POST", path = "/form/<timeout>")]
struct Form {
    #[path(with = with::seconds)]
    timeout: Duration,
    #[form(with = with::milliseconds)]
    wait: Option<Duration>,
    #[form(list = "brackets", with = with::display)]
    ids: Vec<Uuid>,
    #[form]
    hosts: VecDeque<Ipv4Addr>,
}

#[test]
fn duration_is_written_in_the_unit_of_its_module() {
    let timeout = Duration::from_secs(90);
    let call = |wait| Form { timeout, wait, ids: vec![Uuid::nil()], hosts: [Ipv4Addr::LOCALHOST].into() };
    let request = built(&call(Some(Duration::from_millis(1500))));
    assert_eq!(request.uri().path(), "/form/90");
    let form = [("wait", "1500"), ("ids[]", &*Uuid::nil().to_string()), ("hosts", "127.0.0.1")];
    assert_eq!(parameters(request.body()), pairs(&form));
    let error = reason(&call(Some(Duration::from_micros(1))));
    assert_eq!(error, "field `wait`: the duration is not a whole number of milliseconds");
}

/// The JSON is read back with the same derive.
#[derive(Arguments, Debug, PartialEq, serde::Deserialize)]
struct Members {
    #[serde(with = "with::display")]
    id: Uuid,
    #[serde(default, with = "with::display")]
    parent: Option<Uuid>,
    #[serde(with = "with::display")]
    links: Vec<Url>,
    #[serde(with = "with::base64")]
    key: [u8; 3],
    #[serde(default, with = "with::seconds")]
    ttl: Option<Duration>,
}

#[test]
fn json_members_are_read_as_they_are_written() {
    let links = vec!["http://a/".parse().unwrap()];
    let members = Members { id: Uuid::nil(), parent: Some(Uuid::max()), links, key: *b"abc", ttl: Some(Duration::MAX) };
    let text = serde_json::to_string(&Members { ttl: Some(Duration::from_secs(7)), ..members }).unwrap();
    let read: Members = serde_json::from_str(&text).unwrap();
    assert_eq!(read.ttl, Some(Duration::from_secs(7)));
    assert_eq!((read.id, read.parent, &read.key), (Uuid::nil(), Some(Uuid::max()), b"abc"));
    assert_eq!(read.links[0].as_str(), "http://a/");
    for (text, expected) in [
        (r#"{"id":"s3cret"}"#, "expected text that its `FromStr` accepts"),
        (r#"{"id":["s3cret"]}"#, "expected text that its `FromStr` accepts"),
        (r#"{"id":"00000000-0000-0000-0000-000000000000","links":"s3cret"}"#, "expected a list"),
        (
            r#"{"id":"00000000-0000-0000-0000-000000000000","links":["s3cret"]}"#,
            "expected text that its `FromStr` accepts",
        ),
    ] {
        let error = serde_json::from_str::<Members>(text).unwrap_err().to_string();
        assert!(error.contains(expected) && !error.contains("s3cret"), "{error}");
    }
}
