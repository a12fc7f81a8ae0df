//! Lists in header fields, RFC 9110 section 5.6.1, and the quoted strings in them, section 5.6.4.

/// White space around elements: `OWS`, RFC 9110 section 5.6.3.
const OWS: [char; 2] = [' ', '\t'];

/// Quotes the element of a list that begins at `start`, if a reader would not find it as it is.
pub(crate) fn quote_element(list: &mut String, start: usize) {
    let element = &list[start..];
    if is_element(element) {
        return;
    }
    let quoted = element.replace('\\', "\\\\").replace('"', "\\\"");
    list.truncate(start);
    list.push('"');
    list.push_str(&quoted);
    list.push('"');
}

/// Whether a reader of a list finds exactly this as one element: it is not empty, has no comma outside of quoted strings, and
/// each quoted string in it is complete and in a place where one may be: the whole element, as in `"a"`, the opaque part of an
/// entity tag, as in `W/"a"`, or the value of a parameter, as in `a;b="c"`.
fn is_element(text: &str) -> bool {
    if text.is_empty() || text.trim_matches(OWS) != text {
        return false;
    }
    let mut at = 0;
    while let Some(found) = text[at..].find(['"', ',']) {
        let start = at + found;
        let may_open = start == 0 || &text[..start] == "W/" || text[..start].ends_with('=');
        let Some(length) = quoted_length(&text[start..]).filter(|_| may_open) else { return false };
        at = start + length;
        if !(at == text.len() || text[at..].starts_with([' ', '\t', ';'])) {
            return false;
        }
    }
    true
}

/// The length of the quoted string at the beginning of a text; `None` if there is none, or it has no end.
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
