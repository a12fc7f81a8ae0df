//! Compares what a [`JsonFormat`] reads with the tree that serde_json builds from the same JSON.

use proptest::prelude::*;
use serde_json::Value;
use serde_json::value::RawValue;

use super::JsonFormat;
use crate::error_format::ErrorFormat as _;
use crate::error_format::tests::reply_of;

const FORMATS: [JsonFormat; 7] = [
    JsonFormat::FLAT,
    JsonFormat::NESTED.numeric_code(),
    JsonFormat::LIST.code("/detail/code").messages(&["/error/0", "message"]),
    JsonFormat::LIST.whole_as_detail(),
    JsonFormat::NESTED.code("/error/0").messages(&["/error/message", "message", "/errors/0/é"]).detail("/error"),
    JsonFormat::FLAT.within("/0").code("error").detail("/message/error"),
    JsonFormat::FLAT.messages(&["code", "/a~1b"]).detail("code"),
];

/// Code, message and detail.
type Read = Option<(Option<String>, Option<String>, Option<Value>)>;

fn read(format: &JsonFormat, body: &str) -> Read {
    let reply = reply_of(&[], body);
    let problem = format.read(&reply)?;
    let detail = problem.detail.as_deref().map(|detail| serde_json::from_str(detail).unwrap());
    Some((problem.code(), problem.message(), detail))
}

fn modelled(format: &JsonFormat, body: &str) -> Read {
    let pointer =
        |place: &str| if place.is_empty() || place.starts_with('/') { place.to_owned() } else { format!("/{place}") };
    let body: Value = serde_json::from_str(body).ok()?;
    let object = body.pointer(&pointer(format.object.0)).filter(|object| object.is_object())?;
    let at = |place: &str| object.pointer(&pointer(place));
    let code = format.code.and_then(|place| match at(place.0)? {
        Value::String(code) => Some(code.clone()),
        Value::Number(code) if format.numeric_code => Some(code.to_string()),
        _ => None,
    });
    let message = format.messages.iter().find_map(|place| at(place)?.as_str());
    Some((code, message.map(str::to_owned), at(format.detail.0).cloned()))
}

/// JSON text, and JSON text of objects without duplicate members.
fn json() -> impl Strategy<Value = String> {
    const LEAVES: [&str; 12] = [
        r#""a""#,
        r#""\"""#,
        r#""\\""#,
        r#""é\n""#,
        r#""\ud83d\ude00""#,
        r#""\u0063ode""#,
        r#""12345678\t""#,
        r#""日本語""#,
        "1",
        "-2.5",
        "null",
        "true",
    ];
    const KEYS: [&str; 13] = [
        r#""code""#,
        r#""message""#,
        r#""description""#,
        r#""error""#,
        r#""errors""#,
        r#""detail""#,
        r#""c\u006fde""#,
        r#""\u0065rror""#,
        r#""0""#,
        r#""é""#,
        r#""\u00e9""#,
        r#""a\/b""#,
        r#""""#,
    ];
    let space = || prop::sample::select(vec!["", " ", "\n\t\r"]);
    prop::sample::select(&LEAVES[..]).prop_map(str::to_owned).prop_recursive(5, 40, 5, move |inner| {
        let member = (prop::sample::select(&KEYS[..]), space(), inner.clone());
        prop_oneof![
            3 => prop::collection::vec(member, 0..5).prop_map(|members| {
                let mut seen = Vec::new();
                let mut object = Vec::new();
                for (key, space, value) in members {
                    let name: String = serde_json::from_str(key).unwrap();
                    if !seen.contains(&name) {
                        seen.push(name);
                        object.push(format!("{space}{key}{space}:{space}{value}{space}"));
                    }
                }
                format!("{{{}}}", object.join(","))
            }),
            1 => prop::collection::vec(inner, 0..4).prop_map(|elements| format!("[{}]", elements.join(" , "))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn format_reads_the_same_as_from_the_tree(body in json()) {
        for format in FORMATS {
            prop_assert_eq!(read(&format, &body), modelled(&format, &body), "{} {:?}", body, format);
        }
    }

    #[test]
    fn truncated_json_and_trailing_text_are_not_read(body in json(), at in any::<prop::sample::Index>(), junk in r#"[{}\[\],:"\\x0 ]{0,2}"#) {
        let mut at = at.index(body.len() + 1);
        while !body.is_char_boundary(at) {
            at -= 1;
        }
        for text in [body[..at].to_owned(), format!("{}{junk}{}", &body[..at], &body[at..])] {
            if serde_json::from_str::<&RawValue>(&text).is_err() {
                for format in FORMATS {
                    prop_assert_eq!(read(&format, &text), None, "{} {:?}", text, format);
                }
            }
        }
    }

    #[test]
    fn invalid_json_is_not_read(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"code\"", "\"errors\"", "\"x\"", "1", "{\"code\":", "{\"errors\":[", " ",
            ]),
            0..12,
        ),
    ) {
        let text = parts.concat();
        let json = serde_json::from_str::<Value>(&text).ok();
        for (format, place) in [(JsonFormat::FLAT, ""), (JsonFormat::LIST, "/errors/0"), (JsonFormat::FLAT.within("/0"), "/0")] {
            let expected = json.as_ref().and_then(|json| json.pointer(place)).is_some_and(Value::is_object);
            prop_assert_eq!(read(&format, &text).is_some(), expected, "{:?}", text);
        }
    }
}
