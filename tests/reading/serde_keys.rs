//! serde's keys have the same effect under our derives as under serde's own, which is the oracle.

use std::time::{Duration, SystemTime};

use callsheet::{Arguments, OpenEnum, Response, Scalar, endpoint, with};
use serde::{Deserialize, Serialize};

use super::{decode_error, read};

fn seven() -> u8 {
    7
}

fn one_second() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1)
}

/// The same struct under serde's derive and under ours.
macro_rules! page {
    ($name:ident, $derive:ident) => {
        #[derive(Debug, Serialize, $derive)]
        #[serde(rename_all(serialize = "UPPERCASE", deserialize = "camelCase"))]
        struct $name {
            #[serde(alias = "title", alias = "label")]
            full_name: String,
            #[serde(default = "seven")]
            page_size: u8,
            #[serde(default)]
            last_page: bool,
            #[serde(
                rename(serialize = "of", deserialize = "kind"),
                alias = "type",
                skip_serializing_if = "Option::is_none"
            )]
            of_kind: Option<String>,
            #[serde(default = "one_second", with = "with::unix_seconds")]
            at: SystemTime,
        }
    };
}
page!(BySerde, Deserialize);
page!(ByResponse, Response);

#[endpoint(method = "GET", path = "/page", response = ByResponse)]
struct GetPage;

#[test]
fn response_reads_what_serdes_derive_reads() {
    for body in [
        r#"{"fullName":"a"}"#,
        r#"{"title":"a","pageSize":1,"lastPage":true,"kind":"k","at":9}"#,
        r#"{"label":"a","type":"t"}"#,
        r#"{"full_name":"a"}"#,
        r#"{"FULLNAME":"a"}"#,
        r#"{"title":"a","label":"b"}"#,
        r#"{"fullName":"a","kind":"k","type":"t"}"#,
        r#"{"fullName":"a","of":"k"}"#,
        r#"{"title":1}"#,
        r#"{"fullName":"a","pageSize":null}"#,
        r#"{"fullName":"a","at":"9"}"#,
    ] {
        let ours = read::<GetPage>(200, &[], body).ok().map(|page| serde_json::to_value(page).unwrap());
        let serdes = serde_json::from_str::<BySerde>(body).ok().map(|page| serde_json::to_value(page).unwrap());
        assert_eq!(ours, serdes, "{body}");
    }
    let twice = decode_error(read::<GetPage>(200, &[], r#"{"title":"a","label":"b"}"#));
    assert_eq!(twice.to_string(), "duplicate field `fullName`");
    let aliased = decode_error(read::<GetPage>(200, &[], r#"{"title":1}"#));
    assert_eq!(aliased.path(), "title");
}

#[derive(Debug, PartialEq, OpenEnum)]
#[serde(rename_all(serialize = "UPPERCASE", deserialize = "snake_case"))]
enum State {
    NotSent,
    #[serde(alias = "ok", alias = "finished")]
    Done,
    #[serde(rename(serialize = "BAD", deserialize = "failed"))]
    Broken,
    #[serde(other)]
    Other(String),
}

#[derive(Debug, PartialEq, OpenEnum)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Content {
    #[serde(alias = "words")]
    Text(Text),
    #[serde(other)]
    Other(serde_json::Value),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Text {
    text: String,
}

#[test]
fn open_enum_supports_names_per_direction_and_aliases() {
    for (text, state, written) in [
        ("not_sent", State::NotSent, "NOTSENT"),
        ("done", State::Done, "DONE"),
        ("ok", State::Done, "DONE"),
        ("finished", State::Done, "DONE"),
        ("failed", State::Broken, "BAD"),
        ("DONE", State::Other("DONE".to_owned()), "DONE"),
    ] {
        let read: State = serde_json::from_str(&format!("{text:?}")).unwrap();
        assert_eq!(read, state);
        assert_eq!(read.as_str(), written);
    }
    let content: Content = serde_json::from_str(r#"{"type":"words","text":"a"}"#).unwrap();
    assert_eq!(content, Content::Text(Text { text: "a".to_owned() }));
}

/// Keys that only affect serde's `Deserialize`, which is also derived.
#[derive(Debug, PartialEq, Deserialize, Arguments)]
#[serde(deny_unknown_fields, rename_all(serialize = "UPPERCASE"))]
struct Properties {
    #[serde(default, alias = "title")]
    name: Option<String>,
    #[serde(rename(serialize = "s", deserialize = "size"))]
    length: u8,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Scalar)]
enum Sort {
    #[serde(rename = "newest", alias = "new")]
    Newest,
    #[serde(untagged)]
    Other(String),
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Scalar)]
#[serde(transparent)]
struct Id {
    value: u64,
}

#[endpoint(method = "GET", path = "/<id>")]
struct Get {
    id: Id,
    sort: Vec<Sort>,
}

#[test]
fn keys_of_the_other_direction_are_left_to_serdes_derive() {
    let read: Properties = serde_json::from_str(r#"{"title":"a","size":1}"#).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"NAME":"a","s":1}"#);
    assert!(serde_json::from_str::<Properties>(r#"{"size":1,"more":1}"#).is_err());

    let sort: Vec<Sort> = serde_json::from_str(r#"["new","oldest"]"#).unwrap();
    let id = serde_json::from_str("9").unwrap();
    let request = callsheet::Endpoint::to_request(&Get { id, sort }, &"http://a.example".parse().unwrap()).unwrap();
    assert_eq!(request.uri(), "http://a.example/9?sort=newest&sort=oldest");
}
