//! `Option`: `None` if there is no body or the body is `null`.

use bytes::Bytes;
use callsheet::{Response, Text, endpoint};

use super::{decode_error, read, utf16};

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Name {
    name: String,
}

type Perhaps<T> = Option<T>;

#[endpoint(method = "GET", path = "/name", response = Option<Name>)]
struct GetName;

#[endpoint(method = "GET", path = "/name", response = Perhaps<Name>)]
struct GetAlias;

#[endpoint(method = "GET", path = "/name", response = Name)]
struct GetRequired;

#[endpoint(method = "GET", path = "/name", response = serde_json::Value)]
struct GetValue;

#[endpoint(method = "GET", path = "/text", response = Option<Text>)]
struct GetText;

#[endpoint(method = "GET", path = "/bytes", response = Option<Bytes>)]
struct GetBytes;

/// A body and a header.
#[derive(Debug, Response)]
struct Beside {
    #[header]
    etag: Option<String>,
    #[payload]
    name: Option<Name>,
}

#[endpoint(method = "GET", path = "/name", response = Beside)]
struct GetBeside;

#[derive(Debug, Response)]
struct Members {
    name: String,
    nick: Perhaps<String>,
}

#[endpoint(method = "GET", path = "/name", response = Option<Members>)]
struct GetMembers;

#[derive(Debug, Response)]
struct AllText {
    #[payload]
    text: Text,
}

#[endpoint(method = "GET", path = "/text", response = Option<AllText>)]
struct GetAllText;

const NOTHING: [&str; 5] = ["", " \r\n", "null", " \n\tnull\r\n ", "\u{feff} null"];

#[test]
fn null_and_an_empty_body_are_none() {
    for body in NOTHING {
        assert_eq!(read::<GetName>(200, &[], body).unwrap(), None, "{body:?}");
        assert_eq!(read::<GetAlias>(200, &[], body).unwrap(), None, "{body:?}");
        assert!(read::<GetMembers>(200, &[], body).unwrap().is_none(), "{body:?}");
        let beside = read::<GetBeside>(200, &[("etag", "v")], body).unwrap();
        assert_eq!((beside.etag.as_deref(), beside.name), (Some("v"), None), "{body:?}");
    }
    assert_eq!(read::<GetName>(200, &[], utf16("\u{feff} null ")).unwrap(), None);
}

#[test]
fn present_value_is_some() {
    let body = r#" {"name":"Zoë"} "#;
    let zoe = || Some(Name { name: "Zoë".to_owned() });
    assert_eq!(read::<GetName>(200, &[], body).unwrap(), zoe());
    assert_eq!(read::<GetAlias>(200, &[], body).unwrap(), zoe());
    assert_eq!(read::<GetBeside>(200, &[], body).unwrap().name, zoe());
    let members = read::<GetMembers>(200, &[], body).unwrap().unwrap();
    assert_eq!((members.name.as_str(), members.nick), ("Zoë", None));
}

#[test]
fn body_that_is_neither_null_nor_a_value_is_an_error() {
    for body in ["nul", "null null", "nullx", "{", "[]", "\"null\""] {
        decode_error(read::<GetName>(200, &[], body));
        decode_error(read::<GetAlias>(200, &[], body));
        decode_error(read::<GetMembers>(200, &[], body));
    }
}

#[test]
fn required_value_is_not_created_from_an_empty_body() {
    assert_eq!(decode_error(read::<GetRequired>(200, &[], "null")).to_string(), "found null, expected struct Name");
    assert_eq!(decode_error(read::<GetRequired>(200, &[], "")).to_string(), "the body is empty, expected a value");
    assert_eq!(decode_error(read::<GetValue>(200, &[], "")).to_string(), "the body is empty, expected a value");
    assert_eq!(read::<GetValue>(200, &[], "null").unwrap(), serde_json::Value::Null);
}

#[test]
fn null_as_text_or_bytes_is_kept_unchanged() {
    assert_eq!(read::<GetText>(200, &[], "null").unwrap().unwrap().0, "null");
    assert_eq!(read::<GetBytes>(200, &[], "null").unwrap().unwrap(), "null");
    assert_eq!(read::<GetAllText>(200, &[], "null").unwrap().unwrap().text.0, "null");
    assert!(read::<GetText>(200, &[], "").unwrap().is_none());
    assert!(read::<GetBytes>(200, &[], "").unwrap().is_none());
    assert!(read::<GetAllText>(200, &[], "").unwrap().is_none());
}
