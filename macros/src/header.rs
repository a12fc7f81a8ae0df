//! Header fields, as RFC 9110 has them: names, values and media types. Pure, on `&str`.

use crate::text::part;
use std::ops::Range;

/// Fields that only the transport sets; `header::OF_THE_TRANSPORT` of the runtime is the same list, with the reasons.
pub(crate) const OF_THE_TRANSPORT: [&str; 11] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Fields whose values are credentials; `header::SECRET` of the runtime is the same list.
pub(crate) const SECRET: [&str; 10] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "api-key",
    "x-api-key",
    "x-auth-token",
    "x-access-token",
    "x-amz-security-token",
    "x-goog-api-key",
];

/// White space around the parts of a value: `OWS`, RFC 9110 section 5.6.3.
const OWS: [char; 2] = [' ', '\t'];

/// A token of RFC 9110 section 5.6.2.
pub(crate) fn is_token(text: &str) -> bool {
    let is_token = |char: char| char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char);
    !text.is_empty() && text.chars().all(is_token)
}

/// What is wrong with a media type.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It does not begin with `type/subtype`.
    Essence,
    /// A parameter, and the whole media type with it corrected.
    Parameter { range: Range<usize>, corrected: String },
}

/// Reads a media type: `type/subtype` and parameters, RFC 9110 section 8.3.1.
pub(crate) fn check_media_type(text: &str) -> Result<(), Flaw> {
    let end = text.find(';').unwrap_or(text.len());
    let essence = part(text, ..end).trim_end_matches(OWS);
    if !essence.split_once('/').is_some_and(|(ty, subtype)| is_token(ty) && is_token(subtype)) {
        return Err(Flaw::Essence);
    }
    let mut at = end;
    while at < text.len() {
        let end = end_of(text, at + 1, b';');
        let parameter = part(text, at + 1..end).trim_matches(OWS);
        if !(parameter.is_empty() || is_parameter(parameter)) {
            let start =
                at + 1 + (part(text, at + 1..end).len() - part(text, at + 1..end).trim_start_matches(OWS).len());
            let range = start..start + parameter.len();
            let corrected = format!("{}{}{}", part(text, ..start), corrected(parameter), part(text, range.end..));
            return Err(Flaw::Parameter { range, corrected: corrected.trim_end_matches(OWS).to_owned() });
        }
        at = end;
    }
    if text.ends_with(OWS) {
        let kept = text.trim_end_matches(OWS);
        return Err(Flaw::Parameter { range: kept.len()..text.len(), corrected: kept.to_owned() });
    }
    Ok(())
}

/// The elements of a list, without the white space around them: RFC 9110 section 5.6.1.
pub(crate) fn elements(text: &str) -> Vec<Range<usize>> {
    let (mut elements, mut at) = (Vec::new(), 0);
    while at <= text.len() {
        let end = end_of(text, at, b',');
        let element = part(text, at..end).trim_start_matches(OWS);
        let start = end - element.len();
        elements.push(start..start + element.trim_end_matches(OWS).len());
        at = end + 1;
    }
    elements
}

/// Where the part ends that begins at `start`: at a delimiter outside of quotes, or with the text.
fn end_of(text: &str, start: usize, delimiter: u8) -> usize {
    let (mut in_quotes, mut is_escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            byte if byte == delimiter && !in_quotes => return at,
            b'"' if !is_escaped => in_quotes = !in_quotes,
            _ => {}
        }
        is_escaped = in_quotes && !is_escaped && byte == b'\\';
    }
    text.len()
}

/// `name=token` or `name="quoted string"`, RFC 9110 section 5.6.6.
fn is_parameter(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, value)| is_token(name) && (is_token(value) || is_quoted(value)))
}

/// A quoted string, RFC 9110 section 5.6.4: anything but control characters, with `"` and `\` behind a `\`.
fn is_quoted(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let mut is_escaped = false;
    for char in inner.chars() {
        if (char == '"' && !is_escaped) || is_control(char) {
            return false;
        }
        is_escaped = char == '\\' && !is_escaped;
    }
    !is_escaped
}

/// A character that no value has: a control character but the tab, RFC 9110 section 5.5.
pub(crate) fn is_control(char: char) -> bool {
    char.is_ascii_control() && char != '\t'
}

/// A parameter as it was probably meant.
fn corrected(parameter: &str) -> String {
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    let name: String = name.trim_matches(OWS).chars().map(|char| if char.is_ascii() { char } else { '-' }).collect();
    let name = if is_token(&name) { name } else { "name".to_owned() };
    let value = value.trim_matches(OWS);
    match value {
        "" if name.eq_ignore_ascii_case("charset") => format!("{name}=utf-8"),
        "" => format!("{name}=value"),
        _ if is_token(value) || is_quoted(value) => format!("{name}={value}"),
        _ => {
            let text: String = value.chars().filter(|&char| char != '"' && char != '\\' && !is_control(char)).collect();
            format!("{name}=\"{text}\"")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn media_types_are_read_as_the_rfc_has_them() {
        for text in [
            "text/html",
            "text/html;charset=utf-8",
            "Text/HTML;Charset=\"utf-8\"",
            "text/html; charset=\"utf-8\"",
            "text/html ; a=b\t;\tc=\"d;e\\\"é\";",
            "application/vnd.api+json; ext=\"https://a.example/b,c\"",
            "multipart/form-data; boundary=--x'()".trim_end_matches("()"),
            "text/plain; x=\"\"",
        ] {
            assert_eq!(check_media_type(text), Ok(()), "{text}");
        }
        for text in
            ["", "json", "text/", "/plain", " text/plain", "text /plain", "text/plain, text/html", "a/b/c", "é/b"]
        {
            assert_eq!(check_media_type(text), Err(Flaw::Essence), "{text}");
        }
    }

    #[test]
    fn a_wrong_parameter_is_found_and_corrected() {
        for (text, found, fixed) in [
            ("text/plain; x=é", "x=é", "text/plain; x=\"é\""),
            ("text/plain; charset", "charset", "text/plain; charset=utf-8"),
            ("text/plain;x", "x", "text/plain;x=value"),
            ("text/plain; charset = utf-8; a=b", "charset = utf-8", "text/plain; charset=utf-8; a=b"),
            ("text/plain; x=a b", "x=a b", "text/plain; x=\"a b\""),
            ("text/plain; x=\"a", "x=\"a", "text/plain; x=\"a\""),
            ("text/plain; x=\"a\"b", "x=\"a\"b", "text/plain; x=\"ab\""),
            ("text/plain; x=\"a\\\"", "x=\"a\\\"", "text/plain; x=\"a\""),
            ("text/plain; x=\"a\nb\"", "x=\"a\nb\"", "text/plain; x=\"ab\""),
            ("text/plain; x y=a", "x y=a", "text/plain; name=a"),
            ("text/plain; a=b, c=d", "a=b, c=d", "text/plain; a=\"b, c=d\""),
            ("text/plain ", " ", "text/plain"),
            ("text/plain; a=b \t", " \t", "text/plain; a=b"),
        ] {
            let Err(Flaw::Parameter { range, corrected }) = check_media_type(text) else { panic!("{text}") };
            assert_eq!((&text[range], corrected.as_str()), (found, fixed));
            assert_eq!(check_media_type(&corrected), Ok(()), "{corrected}");
        }
    }

    #[test]
    fn a_list_has_its_elements_between_commas_outside_of_quotes() {
        let text = "a/b, c/d;e=\"f,g\\\",\" ,,h";
        let found: Vec<&str> = elements(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["a/b", "c/d;e=\"f,g\\\",\"", "", "h"]);
        assert_eq!(elements("").len(), 1);
    }

    #[test]
    fn the_lists_of_names_are_those_of_the_runtime() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src/request/header.rs");
        let source = std::fs::read_to_string(path).unwrap();
        for (list, names) in [("OF_THE_TRANSPORT", &OF_THE_TRANSPORT[..]), ("SECRET", &SECRET[..])] {
            let (_, rest) = source.split_once(&format!("const {list}: [&str;")).unwrap();
            let (_, rest) = rest.split_once("= [").unwrap();
            let (list, _) = rest.split_once("];").unwrap();
            let found: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
            assert_eq!(found, names);
        }
    }
}
