//! Media types, RFC 9110 section 8.3.1. Works on `&str`.

use std::ops::Range;

use super::header::{OWS, end_of, is_control, is_quoted, is_token};
use crate::text::part;

/// A mistake in a media type.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It does not begin with `type/subtype`.
    Essence,
    /// The wrong parameter, and the whole media type with the parameter corrected.
    Parameter { range: Range<usize>, corrected: String },
}

/// Parses a media type: `type/subtype` and parameters, RFC 9110 section 8.3.1.
pub(crate) fn check(text: &str) -> Result<(), Flaw> {
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

/// `name=token` or `name="quoted string"`, RFC 9110 section 5.6.6.
fn is_parameter(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, value)| is_token(name) && (is_token(value) || is_quoted(value)))
}

/// The probably meant parameter.
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
    use super::*;

    #[test]
    fn media_types_follow_the_grammar_of_the_rfc() {
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
            assert_eq!(check(text), Ok(()), "{text}");
        }
        for text in
            ["", "json", "text/", "/plain", " text/plain", "text /plain", "text/plain, text/html", "a/b/c", "é/b"]
        {
            assert_eq!(check(text), Err(Flaw::Essence), "{text}");
        }
    }

    #[test]
    fn wrong_parameter_is_found_and_corrected() {
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
            let Err(Flaw::Parameter { range, corrected }) = check(text) else { panic!("{text}") };
            assert_eq!((&text[range], corrected.as_str()), (found, fixed));
            assert_eq!(check(&corrected), Ok(()), "{corrected}");
        }
    }
}
