//! Explains why a body is not what was expected. The explanations are escaped, short, and do not quote the body.

use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName};

use crate::response::raw::{Raw, begins_with_nul};
use crate::text::Cut;

/// How many characters of a header field are printed.
const MAX_VALUE: usize = 100;

/// Explains why a body is not JSON: the content type of another format, a content encoding that was not decoded, or
/// what the first bytes look like.
pub(crate) fn not_json(raw: Raw<'_>) -> Option<String> {
    let content_type = value(raw, CONTENT_TYPE).filter(|content_type| !is_json(content_type));
    let encoding = value(raw, CONTENT_ENCODING).filter(|encoding| !encoding.eq_ignore_ascii_case("identity"));
    let mut facts = Vec::new();
    facts.extend(content_type.map(|found| format!("content type `{}`", Cut(&found, MAX_VALUE))));
    let encoding = encoding
        .map(|found| format!("content encoding `{}`, which the transport did not decode", Cut(&found, MAX_VALUE)));
    facts.extend(encoding.or_else(|| look(raw).map(str::to_owned)));
    (!facts.is_empty()).then(|| facts.join(", "))
}

/// Explains why the body of a documented error is in another format.
pub(crate) fn not_the_format(raw: Raw<'_>) -> Option<String> {
    if raw.body.is_empty() { Some("the body is empty".to_owned()) } else { not_json(raw) }
}

fn value(raw: Raw<'_>, name: HeaderName) -> Option<String> {
    let values = raw.headers.get_all(name).iter();
    let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// Whether a content type is JSON: `application/json`, `text/json`, or any with the suffix `+json` (RFC 6839).
fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let subtype = essence.split_once('/').map_or("", |(_, subtype)| subtype);
    subtype == "json" || subtype.ends_with("+json")
}

/// Guesses the format of a body from its first bytes.
fn look(raw: Raw<'_>) -> Option<&'static str> {
    match raw.without_mark().trim_ascii_start() {
        [0x1f, 0x8b, ..] => Some("the body looks like gzip"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some("the body looks like zstd"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("the body looks like UTF-16"),
        body if begins_with_nul(body) => Some("the body looks like UTF-16"),
        [b'<', ..] => Some("the body looks like HTML or XML"),
        [b')', b']', b'}', b'\'', ..] => Some("the body begins with `)]}'`, which keeps scripts from reading it"),
        _ => None,
    }
}
