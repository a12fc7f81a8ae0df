//! Unions that stay open to variants that are added later.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use callsheet::{Arguments, Client, Endpoint, OpenEnum, endpoint};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use support::{Scripted, Step};

use super::request;

/// Tagged by the only member, as restJson1 writes unions.
#[derive(Debug, Clone, PartialEq, OpenEnum)]
#[serde(rename_all = "camelCase")]
enum Content {
    Text(String),
    #[serde(rename = "img")]
    Image(Image),
    Sizes(Vec<u8>),
    Nothing,
    #[serde(other)]
    Other(Value),
}

/// The same under serde's own derive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Exact {
    Text(String),
    #[serde(rename = "img")]
    Image(Image),
    Sizes(Vec<u8>),
    Nothing,
}

#[derive(Debug, Clone, PartialEq, OpenEnum)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    Image(Image),
    Labels(BTreeMap<String, String>),
    Ping,
    #[serde(other)]
    Later(Value),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ExactEvent {
    Image(Image),
    Labels(BTreeMap<String, String>),
    Ping,
}

#[derive(Debug, Clone, PartialEq, OpenEnum)]
#[serde(tag = "t", content = "c")]
enum Block {
    Text(String),
    Image(Image),
    End,
    #[serde(other)]
    Other(Value),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum ExactBlock {
    Text(String),
    Image(Image),
    End,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Image {
    url: String,
    width: Option<u32>,
}

/// Only written: its type does not deserialize.
#[derive(OpenEnum)]
enum Input {
    Point(Point),
    #[serde(other)]
    Other(Value),
}

#[derive(Clone, Arguments)]
struct Point {
    x: u8,
    y: Option<u8>,
}

/// Only read: its type does not serialize.
#[derive(Debug, OpenEnum)]
enum Output {
    Done(Done),
    #[serde(other)]
    Other(Value),
}

#[derive(Debug, Deserialize)]
struct Done {
    at: u64,
}

#[endpoint(method = "POST", path = "/", response = Vec<Output>)]
struct Run {
    input: Input,
}

fn read<T: for<'de> Deserialize<'de>>(json: &Value) -> Result<T, String> {
    let of_text = serde_json::from_str::<T>(&json.to_string()).map_err(|error| error.to_string());
    // From a `Value`, as in a flattened struct.
    let of_tree = serde_json::from_value::<T>(json.clone());
    assert_eq!(of_text.is_ok(), of_tree.is_ok(), "{json}");
    of_text
}

fn image(width: Option<u32>) -> Image {
    Image { url: "u".to_owned(), width }
}

#[test]
fn extra_members_and_nulls_are_ignored_if_one_member_is_set() {
    for (json, expected) in [
        (json!({"text": "a", "__type": "x", "text2": {"a": [1]}}), Content::Text("a".to_owned())),
        (json!({"__type": {"text": "b"}, "text": "a"}), Content::Text("a".to_owned())),
        (json!({"text": null, "img": {"url": "u"}, "sizes": null}), Content::Image(image(None))),
        (json!({"img": {"url": "u", "width": 1, "more": 2}}), Content::Image(image(Some(1)))),
        (json!("nothing"), Content::Nothing),
    ] {
        assert_eq!(read::<Content>(&json).unwrap(), expected, "{json}");
    }
}

#[test]
fn unknown_variant_is_kept_with_its_json() {
    for json in [
        json!({"video": {"url": "u"}}),
        json!({"text": null, "video": [1, 2.5, null], "more": null}),
        json!("video"),
        // A required value is missing.
        json!("text"),
    ] {
        assert_eq!(read::<Content>(&json).unwrap(), Content::Other(json.clone()), "{json}");
        assert_eq!(serde_json::to_value(Content::Other(json.clone())).unwrap(), json);
    }
    let later = json!({"url": "u", "type": "video"});
    assert_eq!(read::<Event>(&later).unwrap(), Event::Later(later));
    let later = json!({"c": {"url": "u"}, "t": "Video"});
    assert_eq!(read::<Block>(&later).unwrap(), Block::Other(later));
}

#[test]
fn json_of_another_shape_is_refused() {
    for json in [
        json!({}),
        json!({"text": null}),
        json!({"video": null}),
        json!({"text": "a", "sizes": []}),
        json!({"text": 1}),
        json!({"img": {"width": 1}}),
        json!(1),
        json!([]),
        json!(null),
    ] {
        assert!(read::<Content>(&json).is_err(), "{json}");
    }
    for json in [json!({}), json!({"type": 1}), json!({"type": "image"}), json!("ping"), json!(["ping"])] {
        assert!(read::<Event>(&json).is_err(), "{json}");
    }
    for json in
        [json!({"t": "Text"}), json!({"t": "Text", "c": null}), json!({"c": "a"}), json!({"t": "Image", "c": 1})]
    {
        assert!(read::<Block>(&json).is_err(), "{json}");
    }
}

#[test]
fn tagged_unions_ignore_the_order_and_more_members() {
    let event = read::<Event>(&json!({"width": 2, "more": {}, "url": "u", "type": "image"})).unwrap();
    assert_eq!(event, Event::Image(image(Some(2))));
    assert_eq!(read::<Event>(&json!({"type": "ping", "more": 1})).unwrap(), Event::Ping);
    let labels = [("a".to_owned(), "b".to_owned())];
    assert_eq!(read::<Event>(&json!({"type": "labels", "a": "b"})).unwrap(), Event::Labels(labels.into()));
    let block: Block = serde_json::from_str(r#"{"c":"a","t":"Text","more":1}"#).unwrap();
    assert_eq!(block, Block::Text("a".to_owned()));
}

#[test]
fn union_needs_serialize_only_in_requests_and_deserialize_only_in_responses() {
    let input = Input::Point(Point { x: 1, y: None });
    assert_eq!(request(&Run { input }).unwrap().body(), r#"{"input":{"Point":{"x":1}}}"#);
    let input = Input::Other(json!({"Line": [1]}));
    assert_eq!(request(&Run { input }).unwrap().body(), r#"{"input":{"Line":[1]}}"#);

    let outputs = Run::read_response(http::Response::new(r#"[{"Done":{"at":7}},{"Late":{}}]"#.into())).unwrap();
    let [Output::Done(Done { at: 7 }), Output::Other(late)] = &outputs[..] else { panic!("{outputs:?}") };
    assert_eq!(*late, json!({"Late": {}}));
}

#[test]
fn decode_error_names_the_path_and_no_value() {
    let read = |body: &'static str| Run::read_response(http::Response::new(body.into())).unwrap_err();
    for (body, expected) in [
        (r#"[{"Done":{"at":"s3cret"}}]"#, "`[0].Done.at`: found string, expected u64"),
        (r#"[{"Done":{"at":1},"Done":{"at":2}}]"#, "invalid length 2, expected one member that is not null"),
        ("[{}]", "invalid length 0, expected one member that is not null"),
    ] {
        let error = read(body);
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains(expected) && !source.contains("s3cret"), "{source}");
    }
}

/// Nested unions, each tagged in another way.
#[derive(Debug, PartialEq, OpenEnum)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Node {
    Leaf(Leaf),
    Pair(Box<Pair>),
    Wrapped(Wrapper),
    Keyed(Keyed),
    #[serde(other)]
    Other(Value),
}

#[derive(Debug, PartialEq, Deserialize)]
struct Leaf {
    at: u8,
    more: Option<Block>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Pair {
    nodes: Vec<Node>,
    content: Option<Content>,
}

/// A newtype, whose value is the object.
#[derive(Debug, PartialEq, Deserialize)]
struct Wrapper(Option<Leaf>);

/// An enum under serde's derive, tagged by its only member.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Keyed {
    A(u8),
    B { c: u8 },
}

#[endpoint(method = "GET", path = "/nodes", response = Nodes)]
struct ListNodes;

#[derive(Debug, Deserialize)]
struct Nodes {
    nodes: Vec<Node>,
    first: Option<Node>,
}

fn nodes(body: &str) -> Result<Nodes, String> {
    ListNodes::read_response(http::Response::new(body.to_owned().into()))
        .map_err(|error| std::error::Error::source(&error).unwrap().to_string())
}

fn leaf(at: u8) -> Node {
    Node::Leaf(Leaf { at, more: None })
}

#[test]
fn unknown_variant_does_not_fail_lists_options_or_outer_values() {
    let later = json!({"kind": "later", "x": [1]});
    let body = json!({"nodes": [{"kind": "leaf", "at": 1}, later, {"at": 2, "kind": "leaf"}], "first": later});
    let read = nodes(&body.to_string()).unwrap();
    assert_eq!(read.nodes, [leaf(1), Node::Other(later.clone()), leaf(2)]);
    assert_eq!(read.first, Some(Node::Other(later.clone())));
    assert_eq!(nodes(r#"{"nodes":[],"first":null}"#).unwrap().first, None);
    assert_eq!(nodes(r#"{"nodes":[]}"#).unwrap().first, None);

    let pair = json!({"kind": "pair", "nodes": [later, {"kind": "leaf", "at": 1, "more": {"t": "New", "c": 1}}],
        "content": {"video": 1}});
    let Node::Pair(pair) = self::read::<Node>(&pair).unwrap() else { panic!() };
    let more = Some(Block::Other(json!({"t": "New", "c": 1})));
    assert_eq!(pair.nodes, [Node::Other(later), Node::Leaf(Leaf { at: 1, more })]);
    assert_eq!(pair.content, Some(Content::Other(json!({"video": 1}))));
}

#[test]
fn tagged_variant_accepts_any_type_that_reads_an_object() {
    for json in [json!({"kind": "wrapped", "at": 1}), json!({"at": 1, "kind": "wrapped", "more": null})] {
        assert_eq!(read::<Node>(&json).unwrap(), Node::Wrapped(Wrapper(Some(Leaf { at: 1, more: None }))), "{json}");
    }
    // With both orders of the members.
    for text in [r#"{"kind":"keyed","a":1}"#, r#"{"a":1,"kind":"keyed"}"#] {
        assert_eq!(serde_json::from_str::<Node>(text).unwrap(), Node::Keyed(Keyed::A(1)), "{text}");
    }
    for text in [r#"{"kind":"keyed","b":{"c":2}}"#, r#"{"b":{"c":2},"kind":"keyed"}"#] {
        assert_eq!(serde_json::from_str::<Node>(text).unwrap(), Node::Keyed(Keyed::B { c: 2 }), "{text}");
    }
}

#[test]
fn error_in_a_known_variant_has_its_path_whatever_the_position_of_the_tag() {
    for (body, expected) in [
        (r#"{"nodes":[{"kind":"leaf","at":"s3cret"}]}"#, "`nodes[0].at`: found string, expected u8"),
        (r#"{"nodes":[{"at":"s3cret","kind":"leaf"}]}"#, "`nodes[0].at`: found string, expected u8"),
        (r#"{"nodes":[{"at":"s3cret","kind":"leaf","z":{}}]}"#, "`nodes[0].at`: found string, expected u8"),
        (r#"{"nodes":[{"kind":"leaf"}]}"#, "`nodes[0]`: missing field `at`"),
        (r#"{"nodes":[{"z":[],"kind":"leaf"}]}"#, "`nodes[0]`: missing field `at`"),
        (r#"{"nodes":[{"at":1,"z":{}}]}"#, "`nodes[0]`: missing field `kind`"),
        (r#"{"nodes":[{}]}"#, "`nodes[0]`: missing field `kind`"),
        (r#"{"nodes":[{"kind":1}]}"#, "`nodes[0].kind`: found integer, expected a string"),
        (r#"{"nodes":["leaf"]}"#, "`nodes[0]`: found string, expected an object"),
        (r#"{"nodes":[],"first":{"kind":"leaf","at":true}}"#, "`first.at`: found boolean, expected u8"),
        // The value of a nested union, each with its tag first or last.
        (
            r#"{"nodes":[{"kind":"leaf","at":1,"more":{"t":"Image","c":{"url":1}}}]}"#,
            "`nodes[0].more.c.url`: found integer, expected a string",
        ),
        (
            r#"{"nodes":[{"kind":"leaf","at":1,"more":{"c":{"url":1},"t":"Image"}}]}"#,
            "`nodes[0].more.c.url`: found integer, expected a string",
        ),
        (
            r#"{"nodes":[{"at":1,"more":{"c":{"url":1},"t":"Image"},"kind":"leaf"}]}"#,
            "`nodes[0].more.c.url`: found integer, expected a string",
        ),
        (
            r#"{"nodes":[{"nodes":[{"kind":"leaf","at":1},{"at":[2],"kind":"leaf"}],"kind":"pair"}]}"#,
            "`nodes[0].nodes[1].at`: found sequence, expected u8",
        ),
        (
            r#"{"nodes":[{"content":{"img":{"url":7}},"nodes":[],"kind":"pair"}]}"#,
            "`nodes[0].content.img.url`: found integer, expected a string",
        ),
        (r#"{"nodes":[{"kind":"leaf","at":1,"more":{"t":"Image"}}]}"#, "`nodes[0].more`: missing field `c`"),
    ] {
        assert_eq!(nodes(body).unwrap_err(), expected, "{body}");
    }
}

#[test]
fn message_of_a_type_is_never_parsed_as_a_path() {
    #[derive(Debug)]
    struct Refusing;
    impl<'de> Deserialize<'de> for Refusing {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Err(serde::de::Error::custom(format!("at `{text}`: invalid type: null, expected a number")))
        }
    }
    #[endpoint(method = "GET", path = "/", response = Vec<Refusing>)]
    struct Get;
    let error = Get::read_response(http::Response::new(r#"["s3cret"]"#.into())).unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, "the type rejected the value");
}

/// A variant whose value can be null.
#[derive(Debug, PartialEq, OpenEnum)]
#[serde(tag = "t", content = "c")]
enum Setting {
    Limit(Option<u8>),
    Name(String),
    #[serde(other)]
    Other(Value),
}

#[test]
fn option_in_an_adjacent_variant_is_none_for_null_and_for_no_value() {
    for (json, expected) in [
        (json!({"t": "Limit", "c": 1}), Setting::Limit(Some(1))),
        (json!({"c": 1, "t": "Limit"}), Setting::Limit(Some(1))),
        (json!({"t": "Limit", "c": null}), Setting::Limit(None)),
        (json!({"t": "Limit"}), Setting::Limit(None)),
        (json!({"t": "Name", "c": "a"}), Setting::Name("a".to_owned())),
    ] {
        assert_eq!(read::<Setting>(&json).unwrap(), expected, "{json}");
    }
    assert!(read::<Setting>(&json!({"t": "Name"})).is_err());
    for setting in [Setting::Limit(None), Setting::Limit(Some(1))] {
        let json = serde_json::to_value(&setting).unwrap();
        assert_eq!(read::<Setting>(&json).unwrap(), setting, "{json}");
    }
}

#[tokio::test]
async fn unknown_variant_is_drift() {
    let transport = Scripted::new([Step::body(200, r#"[{"A":null,"Late":{}},{"Done":{"at":7}}]"#)]);
    let met = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&met);
    let client = Client::builder("https://api.example.com")
        .transport(transport)
        .on_drift(move |drift| told.lock().unwrap().push(drift.to_string()))
        .build()
        .unwrap();
    Run { input: Input::Other(json!(null)) }.send(&client).await.unwrap();
    assert_eq!(*met.lock().unwrap(), ["POST /: unknown value \"Late\" of Output"]);
}

fn images() -> impl Strategy<Value = Image> {
    (".*", any::<Option<u32>>()).prop_map(|(url, width)| Image { url, width })
}

proptest! {
    #[test]
    fn exact_unions_are_read_and_written_as_by_serde(text in ".*", image in images(), sizes in any::<Vec<u8>>()) {
        let exact = [Exact::Text(text), Exact::Image(image), Exact::Sizes(sizes), Exact::Nothing];
        for exact in exact {
            let json = serde_json::to_string(&exact).unwrap();
            let open: Content = serde_json::from_str(&json).unwrap();
            prop_assert!(!matches!(open, Content::Other(_)), "{json}");
            prop_assert_eq!(&serde_json::to_string(&open).unwrap(), &json);
            prop_assert_eq!(serde_json::from_str::<Exact>(&json).unwrap(), exact);
        }
    }

    #[test]
    fn tagged_unions_are_read_and_written_as_by_serde(
        text in ".*",
        image in images(),
        labels in proptest::collection::btree_map("[a-z]{5,8}", ".*", 0..3),
    ) {
        for exact in [ExactEvent::Image(image.clone()), ExactEvent::Labels(labels), ExactEvent::Ping] {
            let json = serde_json::to_string(&exact).unwrap();
            let open: Event = serde_json::from_str(&json).unwrap();
            prop_assert!(!matches!(open, Event::Later(_)), "{json}");
            prop_assert_eq!(serde_json::to_string(&open).unwrap(), json);
        }
        for exact in [ExactBlock::Text(text), ExactBlock::Image(image), ExactBlock::End] {
            let json = serde_json::to_string(&exact).unwrap();
            let open: Block = serde_json::from_str(&json).unwrap();
            prop_assert!(!matches!(open, Block::Other(_)), "{json}");
            prop_assert_eq!(serde_json::to_string(&open).unwrap(), json);
        }
    }
}
