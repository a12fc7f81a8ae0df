//! Lists in header fields, RFC 9110 section 5.6.1, and the quoted strings in them, section 5.6.4.

use std::borrow::Cow;

/// White space around elements: `OWS`, RFC 9110 section 5.6.3.
pub(crate) const OWS: [char; 2] = [' ', '\t'];

/// Returns the brackets inside which a comma does not separate elements: those of the targets of `Link` (RFC 8288
/// section 3), and those of the comments of `Server` and `Via` (RFC 9110 section 5.6.5). `name` is in lower case.
pub(crate) fn brackets(name: &str) -> Option<(char, char)> {
    match name {
        "link" => Some(('<', '>')),
        "server" | "via" => Some(('(', ')')),
        _ => None,
    }
}

/// Quotes the list element that begins at `start`, unless a reader of the field `name` finds it unchanged.
pub(crate) fn quote_element(name: &str, list: &mut String, start: usize) {
    let element = &list[start..];
    if is_element(element, brackets(name)) {
        return;
    }
    let quoted = element.replace('\\', "\\\\").replace('"', "\\\"");
    list.truncate(start);
    list.push('"');
    list.push_str(&quoted);
    list.push('"');
}

/// Whether a reader of a list finds this text as exactly one element. For this, it must not be empty, and a comma in
/// it must be inside a quoted string or the field's `brackets`, which must be closed. A quoted string must be complete
/// and at a place where one is allowed: the whole element, as in `"a"`, the opaque part of an entity tag, as in
/// `W/"a"`, or the value of a parameter, as in `a;b="c"`.
fn is_element(text: &str, brackets: Option<(char, char)>) -> bool {
    if text.is_empty() || text.trim_matches(OWS) != text {
        return false;
    }
    let mut at = 0;
    let is_found = |char| matches!(char, '"' | ',') || brackets.is_some_and(|(open, _)| open == char);
    while let Some(found) = text[at..].find(is_found) {
        let start = at + found;
        if let Some(length) = brackets.and_then(|brackets| bracketed_length(&text[start..], brackets)) {
            at = start + length;
            continue;
        }
        let may_open = start == 0 || &text[..start] == "W/" || text[..start].ends_with('=');
        let Some(length) = quoted_length(&text[start..]).filter(|_| may_open) else { return false };
        at = start + length;
        if !(at == text.len() || text[at..].starts_with([' ', '\t', ';'])) {
            return false;
        }
    }
    true
}

/// Returns the length of the bracketed part at the start of a text, including the brackets. `None` if the text does
/// not begin with a bracket, or if the brackets are not closed.
fn bracketed_length(text: &str, (open, close): (char, char)) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, char) in text.char_indices() {
        match char {
            char if char == open => depth += 1,
            _ if depth == 0 => return None,
            char if char == close && depth == 1 => return Some(at + close.len_utf8()),
            char if char == close => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Returns the length of the quoted string at the start of a text. `None` if the text does not begin with a quote, or
/// if the string is not closed.
fn quoted_length(text: &str) -> Option<usize> {
    let mut escaped = true;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if at > 0 && !escaped => return Some(at + 1),
            byte if at == 0 && byte != b'"' => return None,
            _ => escaped = at > 0 && !escaped && byte == b'\\',
        }
    }
    None
}

/// Splits a list at commas that are outside of quoted strings and of the field's [`brackets`]. Empty elements are
/// ignored.
pub(crate) fn elements(text: &str, brackets: Option<(char, char)>) -> impl Iterator<Item = &str> {
    let (mut depth, mut in_quotes, mut is_escaped) = (0_usize, false, false);
    let parts = text.split(move |char: char| {
        let is_end = char == ',' && !in_quotes && depth == 0;
        match char {
            '"' if !is_escaped && depth == 0 => in_quotes = !in_quotes,
            _ if in_quotes => {}
            open if brackets.is_some_and(|(it, _)| it == open) => depth += 1,
            close if brackets.is_some_and(|(_, it)| it == close) => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_escaped = in_quotes && !is_escaped && char == '\\';
        is_end
    });
    parts.map(|part| part.trim_matches(OWS)).filter(|part| !part.is_empty())
}

/// Splits the challenges of `WWW-Authenticate`. Commas also separate the parameters of a challenge (RFC 9110 section
/// 11.6.1), so an element that begins with `name=` belongs to the challenge before it.
pub(crate) fn challenges(text: &str) -> Vec<String> {
    let mut challenges: Vec<String> = Vec::new();
    for element in elements(text, None) {
        let scheme = element.find([' ', '\t', '=']).unwrap_or(element.len());
        let is_parameter = element[scheme..].trim_start_matches(OWS).starts_with('=');
        match challenges.last_mut().filter(|_| is_parameter) {
            Some(challenge) => {
                challenge.push_str(", ");
                challenge.push_str(element);
            }
            None => challenges.push(element.to_owned()),
        }
    }
    challenges
}

/// Unquotes an element that is a quoted string. Any other element is unchanged.
pub(crate) fn unquoted(element: &str) -> Cow<'_, str> {
    if quoted_length(element) != Some(element.len()) {
        return Cow::Borrowed(element);
    }
    let inner = &element[1..element.len() - 1];
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let (mut text, mut is_escaped) = (String::with_capacity(inner.len()), false);
    for char in inner.chars() {
        is_escaped = char == '\\' && !is_escaped;
        if !is_escaped {
            text.push(char);
        }
    }
    Cow::Owned(text)
}
