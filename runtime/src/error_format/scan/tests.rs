//! Compares the scanner with `serde_json`.

use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;

/// Asserts that serde_json accepts the same text, and reads the same string from it.
fn assert_same(text: &str) {
    let theirs = serde_json::from_str::<&RawValue>(text).ok().map(RawValue::get);
    let mut scanner = Scanner::new(text);
    let ours = scanner.value().ok().filter(|_| scanner.is_at_end());
    assert_eq!(ours, theirs, "{text:?}");
    if let Some(json) = ours {
        let string = scanner.string_in(json).map(Cow::into_owned);
        assert_eq!(string, serde_json::from_str::<String>(text).ok(), "{text:?}");
    }
}

fn is_json(text: &str) -> bool {
    let mut scanner = Scanner::new(text);
    scanner.value().is_ok() && scanner.is_at_end()
}

#[test]
fn scanner_accepts_the_same_json_as_serde_json() {
    for text in [
        "",
        " ",
        "0",
        "-0",
        "00",
        "01",
        "-",
        "1.",
        ".5",
        "1.5e",
        "1e+",
        "1E-07 ",
        "-1.25e+3",
        "1e999",
        "+1",
        "tru",
        "true",
        "nul",
        "null",
        "falsey",
        "\"",
        "\"a",
        "\"a\"",
        "\"\\\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\x\"",
        "\"\t\"",
        "\"\u{7f}é\u{2028}\"",
        "[",
        "[]",
        "[ ]",
        "[,]",
        "[1,]",
        "[1 2]",
        "[1,[2,{}]]",
        "{",
        "{}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1]",
        "[1}",
        "{a:1}",
        "{\"a\" : 1 , \"a\":[{}] }",
        "[] []",
        "\u{a0}1",
        "1\u{0}",
    ] {
        assert_same(text);
    }
}

#[test]
fn nesting_is_not_limited() {
    for depth in [1, 63, 64, 65, 128, 129, 1000, 100_000] {
        let text = format!("{}7{}", "[{\"a\":".repeat(depth), "}]".repeat(depth));
        assert!(is_json(&text), "{depth}");
        assert!(!is_json(&text[..text.len() - 1]), "{depth}");
        assert!(!is_json(&text.replacen("}]", "]}", 1)), "{depth}");
    }
}

#[test]
fn run_of_plain_bytes_ends_at_the_first_special_byte() {
    for end in [0x00, 0x1f, b'"', b'\\'] {
        for at in 0..20 {
            let mut bytes = vec![0x80; 24];
            bytes[at] = end;
            assert_eq!(plain(&bytes), at);
            bytes[at + 1..].fill(b'"');
            assert_eq!(plain(&bytes), at);
        }
    }
    assert_eq!(plain(&[0x20, 0x21, 0x23, 0x5b, 0x5d, 0x7f, 0x80, 0xff, 0x20]), 9);
}

proptest! {
    #[test]
    fn scanner_accepts_the_same_text_as_serde_json(text in r#"[\[\]{}:, "\\u0-9ae.+\-ntr\n\u{1}é]{0,24}"#) {
        assert_same(&text);
    }

    #[test]
    fn scanner_accepts_the_same_invalid_json_as_serde_json(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"a\"", "\"\\n\"", "\"\\ud83d\\ude00\"", "1", "-2.5e3", "true", "null", " ",
            ]),
            0..16,
        ),
    ) {
        assert_same(&parts.concat());
    }
}
