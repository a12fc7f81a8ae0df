//! Names and values of header fields, RFC 9110 section 5. Works on `&str`.

use std::ops::Range;

use crate::text::part;

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
pub(super) const OWS: [char; 2] = [' ', '\t'];

/// A token of RFC 9110 section 5.6.2.
pub(crate) fn is_token(text: &str) -> bool {
    let is_token = |char: char| char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char);
    !text.is_empty() && text.chars().all(is_token)
}

/// The elements of a list, without the surrounding white space: RFC 9110 section 5.6.1.
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

/// The end of the part that begins at `start`: the next delimiter outside of quotes, or the end of the text.
pub(super) fn end_of(text: &str, start: usize, delimiter: u8) -> usize {
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

/// A quoted string, RFC 9110 section 5.6.4: no control characters, and `"` and `\` are escaped with `\`.
pub(super) fn is_quoted(text: &str) -> bool {
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

/// A character that is not allowed in values: any control character except the tab, RFC 9110 section 5.5.
pub(crate) fn is_control(char: char) -> bool {
    char.is_ascii_control() && char != '\t'
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn list_is_split_at_commas_outside_of_quotes() {
        let text = "a/b, c/d;e=\"f,g\\\",\" ,,h";
        let found: Vec<&str> = elements(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["a/b", "c/d;e=\"f,g\\\",\"", "", "h"]);
        assert_eq!(elements("").len(), 1);
    }

    #[test]
    fn lists_of_names_equal_those_of_the_runtime() {
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src");
        let source = file_with(&runtime, "const OF_THE_TRANSPORT: [&str;").expect("a file with the lists");
        for (list, names) in [("OF_THE_TRANSPORT", &OF_THE_TRANSPORT[..]), ("SECRET", &SECRET[..])] {
            let (_, rest) = source.split_once(&format!("const {list}: [&str;")).unwrap();
            let (_, rest) = rest.split_once("= [").unwrap();
            let (list, _) = rest.split_once("];").unwrap();
            let found: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
            assert_eq!(found, names);
        }
    }

    /// The source file in a folder or its subfolders that contains this text.
    fn file_with(folder: &Path, text: &str) -> Option<String> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.into_iter().find_map(|path| {
            if path.is_dir() {
                return file_with(&path, text);
            }
            std::fs::read_to_string(path).ok().filter(|source| source.contains(text))
        })
    }
}
