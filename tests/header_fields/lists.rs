//! Lists in header fields, RFC 9110 section 5.6.1: a reader finds the original elements.

use callsheet::endpoint;
use proptest::collection::vec;
use proptest::prelude::*;

use super::headers;

#[endpoint(method = "GET", path = "/")]
struct Conditional {
    #[header]
    if_none_match: Vec<String>,
}

fn written(elements: &[&str]) -> String {
    let elements = elements.iter().map(|&element| element.to_owned()).collect();
    let headers = headers(&Conditional { if_none_match: elements });
    String::from_utf8(headers["if-none-match"].as_bytes().to_vec()).unwrap()
}

/// Reads a list by the grammar of RFC 9110 section 5.6.1: elements between commas that are outside quoted strings,
/// without surrounding white space.
fn read(list: &str) -> Vec<String> {
    let (mut elements, mut element) = (Vec::new(), String::new());
    let mut chars = list.chars();
    while let Some(char) = chars.next() {
        match char {
            ',' => elements.push(std::mem::take(&mut element)),
            '"' => {
                element.push('"');
                loop {
                    match chars.next().expect("a quoted string has an end") {
                        '\\' => element.extend(['\\', chars.next().expect("a quoted pair has two characters")]),
                        '"' => break element.push('"'),
                        other => element.push(other),
                    }
                }
            }
            other => element.push(other),
        }
    }
    elements.push(element);
    elements.iter().map(|element| element.trim_matches([' ', '\t']).to_owned()).collect()
}

/// Unquotes a quoted string, RFC 9110 section 5.6.4; returns any other element unchanged.
fn unquoted(element: &str) -> String {
    let Some(inner) = element.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return element.to_owned();
    };
    let mut text = String::new();
    let mut chars = inner.chars();
    while let Some(char) = chars.next() {
        text.push(if char == '\\' { chars.next().unwrap() } else { char });
    }
    text
}

/// Whether the whole element is a quoted string.
fn is_quoted(element: &str) -> bool {
    let Some(mut rest) = element.strip_prefix('"') else { return false };
    loop {
        match rest.chars().next() {
            Some('"') => return rest.len() == 1,
            Some('\\') => match rest[1..].chars().next() {
                Some(escaped) => rest = &rest[1 + escaped.len_utf8()..],
                None => return false,
            },
            Some(char) => rest = &rest[char.len_utf8()..],
            None => return false,
        }
    }
}

#[endpoint(method = "PUT", path = "/")]
struct Related {
    #[header]
    link: Vec<&'static str>,
    #[header]
    via: Vec<&'static str>,
    #[header(prefix = "x-")]
    other: std::collections::BTreeMap<&'static str, Vec<&'static str>>,
}

#[test]
fn comma_in_the_brackets_of_link_and_via_is_sent_unchanged() {
    let target = r#"<http://x/a,b>; rel="n""#;
    for (link, sent) in [
        (vec![target, "<c>"], r#"<http://x/a,b>; rel="n", <c>"#),
        (vec![r#"<a"b>; title="x, y""#], r#"<a"b>; title="x, y""#),
        (vec!["<a>,b"], r#""<a>,b""#),
        (vec!["<a,b", "c"], r#""<a,b", c"#),
        (vec!["<a", "c"], r#""<a", c"#),
        (vec!["a(b,c)"], r#""a(b,c)""#),
    ] {
        let via = vec!["1.1 a (b, (c,) d)", "1.1 <a,b>"];
        let request = headers(&Related { link, via, other: [("y", vec!["<a,b>"])].into() });
        assert_eq!(request["link"], sent);
        assert_eq!(request["via"], r#"1.1 a (b, (c,) d), "1.1 <a,b>""#);
        assert_eq!(request["x-y"], r#""<a,b>""#);
    }
}

#[test]
fn entity_tags_are_sent_unchanged() {
    assert_eq!(written(&["\"a\"", "W/\"b\"", "\"c,d\"", "W/\"\""]), r#""a", W/"b", "c,d", W/"""#);
    assert_eq!(written(&["*"]), "*");
}

#[test]
fn quoted_strings_are_not_quoted_again() {
    assert_eq!(written(&[r#""a \" b""#, r#""\\""#, "\"\""]), r#""a \" b", "\\", """#);
}

#[test]
fn parameters_with_quoted_strings_are_sent_unchanged() {
    for element in [
        r#"for="[2001:db8::1]";proto=http"#,
        r#"text/html; level="1,2"; q=0.5"#,
        r#"<https://a.example/b>; rel="next", "#.trim_end_matches([',', ' ']),
        r#"no-cache="Set-Cookie, X-A""#,
    ] {
        assert_eq!(written(&[element]), element);
    }
}

#[test]
fn ambiguous_element_is_quoted() {
    for (element, expected) in [
        ("a,b", r#""a,b""#),
        ("", r#""""#),
        (" a", r#"" a""#),
        ("a\t", "\"a\t\""),
        (r#"say "hi""#, r#""say \"hi\"""#),
        (r#""a"#, r#""\"a""#),
        (r#"a""#, r#""a\"""#),
        (r#""a\""#, r#""\"a\\\"""#),
        (r#""a"b"#, r#""\"a\"b""#),
        (r#"x="a"b"#, r#""x=\"a\"b""#),
        (r#"w/"a,b""#, r#""w/\"a,b\"""#),
    ] {
        assert_eq!(written(&[element]), expected, "{element}");
    }
    assert_eq!(written(&["a\\b", "a b", "é"]), "a\\b, a b, é");
}

fn elements() -> impl Strategy<Value = Vec<String>> {
    let element = prop_oneof!["[ -~é\t]{0,12}", r#"(W/)?"[a-z,\\" ]{0,6}""#, r#"[ab]=?"?[a,\\" ;=]{0,8}"?"#];
    vec(element, 1..5)
}

proptest! {
    #[test]
    fn reader_finds_each_element(elements in elements()) {
        let sent = headers(&Conditional { if_none_match: elements.clone() });
        let list = String::from_utf8(sent["if-none-match"].as_bytes().to_vec()).unwrap();
        let found = read(&list);
        prop_assert_eq!(found.len(), elements.len(), "{}", list);
        for (found, meant) in found.iter().zip(&elements) {
            // The reader decides whether a quoted string is literal or stands for its text. Both are tested.
            prop_assert!(found == meant || (!is_quoted(meant) && unquoted(found) == *meant), "{found} for {meant}: {list}");
        }
    }
}
