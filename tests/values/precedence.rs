//! Each name is sent once: sent fields and constants take precedence over the keys of flattened maps, and an earlier
//! map over a later one.

use std::collections::{BTreeMap, HashMap};

use callsheet::{Arguments, Patch, endpoint};
use proptest::collection::btree_map;
use proptest::prelude::*;
use serde::Serialize;

use super::{built, pairs, parameters};

type Map = BTreeMap<String, String>;

fn map(keys: &[&str]) -> Map {
    keys.iter().map(|&key| (key.to_owned(), format!("{key} of the map"))).collect()
}

#[endpoint(method = "GET", path = "/query", query("list type" = "2", "acl"))]
struct Search {
    #[query(flatten)]
    first: Map,
    #[query(name = "max keys")]
    max: Option<u8>,
    absent: Option<u8>,
    #[query(list = "brackets")]
    ids: Vec<u8>,
    filter: Filter,
    #[query(flatten)]
    second: HashMap<String, String>,
}

#[derive(Arguments)]
struct Filter {
    name: &'static str,
}

#[test]
fn query_map_yields_to_constants_fields_and_earlier_maps() {
    let keys = ["list type", "acl", "max keys", "absent", "ids", "ids[]", "filter[name]", "filter[size]", "x"];
    let call = Search {
        first: map(&keys),
        max: Some(5),
        absent: None,
        ids: vec![1, 2],
        filter: Filter { name: "a" },
        second: map(&["x", "y", "acl"]).into_iter().collect(),
    };
    let expected = [
        ("list type", "2"),
        ("acl", ""),
        ("max keys", "5"),
        ("ids[]", "1"),
        ("ids[]", "2"),
        ("filter[name]", "a"),
        ("absent", "absent of the map"),
        ("filter[size]", "filter[size] of the map"),
        ("x", "x of the map"),
        ("y", "y of the map"),
    ];
    assert_eq!(parameters(built(&call).uri().query().unwrap().as_bytes()), pairs(&expected));
}

type Optional = BTreeMap<&'static str, Option<&'static str>>;

#[endpoint(method = "GET", path = "/optional", query("c" = "constant"))]
struct TwoMaps {
    #[query(flatten)]
    first: Optional,
    #[query(flatten)]
    second: Optional,
    #[header(prefix = "m-")]
    first_headers: Optional,
    #[header(prefix = "m")]
    second_headers: BTreeMap<String, Option<&'static str>>,
}

#[test]
fn absent_entry_of_a_map_does_not_hide_a_later_map() {
    for (first, second, expected) in [
        (vec![("x", None)], vec![("x", Some("2"))], vec![("x", "2")]),
        (vec![("x", Some("1"))], vec![("x", None)], vec![("x", "1")]),
        (vec![("x", Some("1"))], vec![("x", Some("2"))], vec![("x", "1")]),
        (vec![("x", None)], vec![("x", None)], vec![]),
        (vec![("x", None), ("y", Some("1"))], vec![("x", Some("2")), ("y", Some("2"))], vec![("y", "1"), ("x", "2")]),
    ] {
        let (first, second) = (Optional::from_iter(first), Optional::from_iter(second));
        let request = built(&TwoMaps {
            first: first.clone(),
            second: second.clone(),
            first_headers: first.clone(),
            second_headers: second.iter().map(|(key, value)| (format!("-{key}"), *value)).collect(),
        });
        let query = parameters(request.uri().query().unwrap().as_bytes());
        assert_eq!(query[1..], pairs(&expected), "{first:?} {second:?}");
        let headers =
            request.headers().iter().filter_map(|(name, value)| Some((name.as_str().strip_prefix("m-")?, value)));
        let headers: BTreeMap<&str, &str> = headers.map(|(name, value)| (name, value.to_str().unwrap())).collect();
        assert_eq!(headers, expected.into_iter().collect(), "{first:?} {second:?}");
    }
}

type Lists = BTreeMap<&'static str, Vec<u8>>;

#[endpoint(method = "GET", path = "/brackets", query("filter[x]" = "1"))]
struct Bracketed {
    #[query(object = "dots")]
    sort: Option<Filter>,
    #[query(flatten, list = "brackets")]
    lists: Lists,
    #[query(flatten)]
    map: Map,
}

#[test]
fn constant_in_brackets_hides_only_its_own_name() {
    let call = Bracketed { sort: None, lists: Lists::new(), map: map(&["filter", "filter[x]", "sort"]) };
    let expected = [("filter[x]", "1"), ("filter", "filter of the map"), ("sort", "sort of the map")];
    assert_eq!(parameters(built(&call).uri().query().unwrap().as_bytes()), pairs(&expected));
}

#[test]
fn field_and_list_hide_their_name_and_the_names_that_they_write() {
    let sort = Some(Filter { name: "a" });
    let lists = Lists::from([("ids", vec![1]), ("none", vec![]), ("sort", vec![2])]);
    let map = map(&["ids", "ids[]", "none", "sort", "sort.name", "sort.x"]);
    let expected = [
        ("filter[x]", "1"),
        ("sort.name", "a"),
        ("ids[]", "1"),
        ("none", "none of the map"),
        ("sort.x", "sort.x of the map"),
    ];
    let request = built(&Bracketed { sort, lists, map });
    assert_eq!(parameters(request.uri().query().unwrap().as_bytes()), pairs(&expected));
}

#[endpoint(method = "GET", path = "/headers", headers("X-Meta-Constant" = "c"))]
struct Headers {
    #[header(prefix = "x-meta-")]
    first: Map,
    #[header(name = "X-Meta-Owner")]
    owner: &'static str,
    #[header(name = "X-Meta-Absent")]
    absent: Option<String>,
    #[header(prefix = "x-")]
    second: Map,
}

#[test]
fn header_map_yields_to_constants_fields_and_earlier_maps() {
    let first = map(&["Constant", "owner", "ABSENT", "x"]);
    let request = built(&Headers { first, owner: "a", absent: None, second: map(&["meta-X", "meta-y"]) });
    let mut sent: Vec<(&str, &str)> =
        request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    sent.retain(|(name, _)| name.starts_with("x-meta-"));
    sent.sort_unstable();
    let expected = [
        ("x-meta-absent", "ABSENT of the map"),
        ("x-meta-constant", "c"),
        ("x-meta-owner", "a"),
        ("x-meta-x", "x of the map"),
        ("x-meta-y", "meta-y of the map"),
    ];
    assert_eq!(sent, expected);
}

#[derive(Debug, Clone, Arguments)]
#[serde(rename_all = "camelCase")]
struct Outer {
    #[serde(flatten)]
    first: Map,
    some_name: String,
    absent: Option<String>,
    unset: Patch<u8>,
    nulled: Patch<u8>,
    #[serde(rename = "of another name", with = "with")]
    other: u8,
    #[serde(flatten)]
    inner: Inner,
    #[serde(flatten)]
    plain: Plain,
    #[serde(flatten)]
    last: Option<BTreeMap<u8, u8>>,
}

#[derive(Debug, Clone, Arguments)]
struct Inner {
    depth: u8,
    #[serde(flatten)]
    rest: Map,
}

#[derive(Debug, Clone, Serialize)]
struct Plain {
    depth: u8,
    width: u8,
}

mod with {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature of serde's `with`")]
    pub(super) fn serialize<S: serde::Serializer>(value: &u8, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(*value)
    }
}

fn outer(first: Map, rest: Map) -> Outer {
    Outer {
        first,
        some_name: "a".to_owned(),
        absent: None,
        unset: Patch::Absent,
        nulled: Patch::Null,
        other: 1,
        inner: Inner { depth: 2, rest },
        plain: Plain { depth: 3, width: 4 },
        last: Some([(7, 7)].into()),
    }
}

#[endpoint(method = "POST", path = "/json")]
struct InBody {
    outer: Outer,
}

#[endpoint(method = "POST", path = "/form")]
struct InForm {
    #[form]
    outer: Outer,
}

#[test]
fn flattened_map_in_arguments_yields_to_fields_and_earlier_maps() {
    let first = map(&["someName", "absent", "nulled", "of another name", "unset", "x"]);
    let rest = map(&["someName", "x", "7", "depth", "y"]);
    let json = serde_json::to_string(&outer(first, rest)).unwrap();
    let expected = concat!(
        r#"{"absent":"absent of the map","unset":"unset of the map","x":"x of the map","someName":"a","nulled":null,"#,
        r#""of another name":1,"depth":2,"#,
        r#""7":"7 of the map","y":"y of the map","width":4}"#
    );
    assert_eq!(json, expected);
}

/// Returns the names of an object's members, including repeated ones.
struct Names(Vec<String>);

impl<'de> serde::Deserialize<'de> for Names {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Names;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some((name, serde::de::IgnoredAny)) = map.next_entry()? {
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[derive(serde::Deserialize)]
struct Read {
    outer: Names,
}

proptest! {
    #[test]
    fn name_is_never_written_twice(
        first in btree_map("[a-z]|someName|absent|depth|width|7", "[a-z]", 0..6),
        rest in btree_map("[a-z]|someName|absent|depth|width|7", "[a-z]", 0..6),
    ) {
        let outer = outer(first, rest);
        let read: Read = serde_json::from_slice(built(&InBody { outer: outer.clone() }).body()).unwrap();
        let mut names = read.outer.0.clone();
        names.sort();
        names.dedup();
        prop_assert_eq!(names.len(), read.outer.0.len(), "{:?}", read.outer.0);
        // A form has the same members.
        let form = parameters(built(&InForm { outer: Outer { nulled: Patch::Value(1), ..outer } }).body());
        let in_form: Vec<String> = form.into_iter().map(|(name, _)| name).collect();
        let expected: Vec<String> = read.outer.0.iter().map(|name| format!("outer[{name}]")).collect();
        prop_assert_eq!(in_form, expected);
    }
}
