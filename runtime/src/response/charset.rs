//! Decodes the text of a reply from its character encoding.

#[cfg(any(test, not(feature = "charset")))]
mod labels;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::str::Utf8Error;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::response::decode_error::DecodeError;
use crate::response::raw::{Raw, UTF8_REPLACEMENT, begins_with_nul};

/// The body of a reply in UTF-8, without a byte order mark.
#[derive(Debug)]
pub enum Content<'a> {
    /// Unchanged.
    Utf8(&'a str),
    /// Unchanged, but not valid UTF-8: the bytes, the first error, and the JSON to read instead, which is made when
    /// needed.
    Broken(&'a [u8], Utf8Error, OnceCell<String>),
    /// Decoded from another encoding, with a replacement character for each invalid sequence, and the error if there is
    /// one.
    Transcoded(String, Option<DecodeError>),
}

impl<'a> Content<'a> {
    /// Reads the JSON of a reply. It is read as UTF-8, because RFC 8259 section 11 does not define `charset` for JSON.
    /// The byte order mark or the label is used only if the body is not valid UTF-8.
    pub(crate) fn of(raw: Raw<'a>) -> Self {
        let body = raw.without_mark();
        match std::str::from_utf8(body) {
            // UTF-16 may also be valid UTF-8 with NUL characters, which JSON cannot contain.
            Ok(text) if !begins_with_nul(body) => Self::Utf8(text),
            read => Self::in_another(raw).unwrap_or_else(|| match read {
                Ok(text) => Self::Utf8(text),
                Err(error) => Self::Broken(body, error, OnceCell::new()),
            }),
        }
    }

    /// Reads the text of a reply. The byte order mark determines the encoding. Without one, the label does. Without
    /// both, it is UTF-8.
    pub(crate) fn of_text(raw: Raw<'a>) -> Self {
        Self::in_another(raw).unwrap_or_else(|| {
            let body = raw.without_mark();
            match std::str::from_utf8(body) {
                Ok(text) => Self::Utf8(text),
                Err(error) => Self::Broken(body, error, OnceCell::new()),
            }
        })
    }

    /// Reads a body whose byte order mark or label names another encoding than UTF-8.
    fn in_another(raw: Raw<'_>) -> Option<Self> {
        let encoding = other::encoding(raw.body, label(raw.headers))?;
        let (text, flaw) = other::transcoded(encoding, raw.body);
        Some(Self::Transcoded(text, flaw))
    }

    /// Returns the text to decode as JSON.
    ///
    /// Each invalid sequence is replaced by [`UTF8_REPLACEMENT`]. A decoder skips it in a member that the type does not read,
    /// and fails in a member that the type does read. So an invalid member does not affect the others. The whole text
    /// is checked at once, which is faster than checking each string. Only `RawValue`, and types that read the bytes of
    /// a string, can see the replacement.
    ///
    /// # Errors
    ///
    /// If the body is not valid in its encoding, or cannot be read without the feature `charset`.
    pub(crate) fn json(&self) -> Result<&str, DecodeError> {
        match self {
            Self::Utf8(text) => Ok(text),
            Self::Broken(body, _, json) => Ok(json.get_or_init(|| marked(body))),
            Self::Transcoded(text, None) => Ok(text),
            Self::Transcoded(_, Some(flaw)) => Err(flaw.clone()),
        }
    }

    /// Returns the body if it is valid text.
    pub(crate) fn text(self) -> Result<Cow<'a, str>, DecodeError> {
        match self {
            Self::Utf8(text) => Ok(Cow::Borrowed(text)),
            Self::Broken(_, flaw, _) => {
                Err(DecodeError::new(format!("the text is not valid UTF-8 at byte {}", flaw.valid_up_to())))
            }
            Self::Transcoded(text, None) => Ok(Cow::Owned(text)),
            Self::Transcoded(_, Some(flaw)) => Err(flaw),
        }
    }

    /// Returns the body as text, with a replacement character for each invalid sequence.
    pub(crate) fn text_lossy(self) -> Cow<'a, str> {
        match self {
            Self::Utf8(text) => Cow::Borrowed(text),
            Self::Broken(body, ..) => String::from_utf8_lossy(body),
            Self::Transcoded(text, _) => Cow::Owned(text),
        }
    }
}

#[cold]
fn marked(body: &[u8]) -> String {
    let chunks = body.utf8_chunks();
    chunks.flat_map(|chunk| [chunk.valid(), if chunk.invalid().is_empty() { "" } else { UTF8_REPLACEMENT }]).collect()
}

/// Returns the `charset` of the content type (RFC 9110 section 8.3.2), without quotes.
fn label(headers: &HeaderMap) -> Option<&str> {
    let mut rest = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    loop {
        let (_, parameter) = rest.split_once(';')?;
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim_start();
        let (value, behind) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => value.split_at(value.find(';').unwrap_or(value.len())),
        };
        if name.trim().eq_ignore_ascii_case("charset") {
            return Some(value.trim());
        }
        rest = behind;
    }
}

/// Encodings other than UTF-8, with the labels and decoders of the WHATWG Encoding Standard.
#[cfg(feature = "charset")]
mod other {
    use encoding_rs::{Encoding, UTF_8};

    use crate::response::decode_error::DecodeError;

    /// Returns the encoding of a body if it is not UTF-8: that of its byte order mark, otherwise that of its label. An
    /// unknown label is ignored.
    pub(super) fn encoding(body: &[u8], label: Option<&str>) -> Option<&'static Encoding> {
        let marked = Encoding::for_bom(body).map(|(encoding, _)| encoding);
        let encoding = marked.or_else(|| Encoding::for_label(label?.as_bytes()))?;
        (encoding != UTF_8).then_some(encoding)
    }

    pub(super) fn transcoded(encoding: &'static Encoding, body: &[u8]) -> (String, Option<DecodeError>) {
        let (text, encoding, is_broken) = encoding.decode(body);
        let flaw = is_broken.then(|| DecodeError::new(format!("the text is not valid {}", encoding.name())));
        (text.into_owned(), flaw)
    }
}

/// Without the feature, text that the feature would decode differently is an error. So enabling the feature never
/// changes a successful result.
#[cfg(not(feature = "charset"))]
mod other {
    use super::labels;
    use crate::response::decode_error::DecodeError;

    /// Returns the label of an encoding that cannot be read, or `None` if the text is the same in UTF-8.
    pub(super) fn encoding<'l>(body: &[u8], label: Option<&'l str>) -> Option<&'l str> {
        match body {
            [0xef, 0xbb, 0xbf, ..] => None,
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("utf-16"),
            _ => {
                label.filter(|label| !(labels::is_utf8(label) || body.is_ascii() && labels::is_ascii_compatible(label)))
            }
        }
    }

    pub(super) fn transcoded(label: &str, body: &[u8]) -> (String, Option<DecodeError>) {
        const MAX_LABEL: usize = 40;
        let label: String = label.chars().take(MAX_LABEL).collect();
        let reason = format!("the text is in the charset `{label}`: enable the feature `charset` of callsheet");
        (String::from_utf8_lossy(body).into_owned(), Some(DecodeError::new(reason)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charset_is_found_among_the_parameters() {
        for (content_type, expected) in [
            ("application/json", None),
            ("text/plain; charset=utf-8", Some("utf-8")),
            ("text/plain;CharSet = \"ISO-8859-1\" ; x=y", Some("ISO-8859-1")),
            ("multipart/x; boundary=\"a;charset=no\"; charset=yes", Some("yes")),
            ("text/plain; charset", None),
            ("text/plain; charset=\"a", None),
            ("text/plain; xcharset=a;", None),
        ] {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, content_type.parse().unwrap())]);
            assert_eq!(label(&headers), expected, "{content_type}");
        }
    }

    fn headers_of(content_type: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_TYPE, http::HeaderValue::from_static(content_type))])
    }

    /// Without the feature, the result is an error and never a different text. Run this test without default features
    /// too.
    #[test]
    fn feature_turns_errors_into_text_and_changes_no_text() {
        let latin1 = "text/plain; charset=ISO-8859-1";
        for (content_type, body, without, with) in [
            ("text/plain", &b"Zo\xc3\xab"[..], Some("Zoë"), Some("Zoë")),
            ("text/plain; charset=utf8", b"Zo\xc3\xab", Some("Zoë"), Some("Zoë")),
            (latin1, b"Zo", Some("Zo"), Some("Zo")),
            (latin1, b"Zo\xc3\xab", None, Some("ZoÃ«")),
            (latin1, b"Zo\xeb", None, Some("Zoë")),
            (latin1, b"\xef\xbb\xbfZo\xc3\xab", Some("Zoë"), Some("Zoë")),
            ("text/plain; charset=us-ascii", b"Zo\xc3\xab", None, Some("ZoÃ«")),
            ("text/plain; charset=utf-16", b"Z\0o\0", None, Some("Zo")),
            ("text/plain; charset=ISO-2022-JP", b"\x1b$B%^\x1b(B", None, Some("マ")),
            ("text/plain; charset=klingon", b"Zo\xc3\xab", None, Some("Zoë")),
            ("text/plain", b"\xff\xfeZ\0", None, Some("Z")),
        ] {
            let headers = headers_of(content_type);
            let text = Content::of_text(Raw { headers: &headers, body }).text().map(Cow::into_owned);
            let expected = if cfg!(feature = "charset") { with } else { without };
            assert_eq!(text.as_deref().ok(), expected, "{content_type} {}", body.escape_ascii());
        }
    }

    #[test]
    fn json_is_utf8_with_and_without_the_feature() {
        let read = |content_type, body: &'static [u8]| {
            Content::of(Raw { headers: &headers_of(content_type), body }).json().map(str::to_owned)
        };
        for label in ["application/json; charset=ISO-8859-1", "application/json;charset=us-ascii"] {
            assert_eq!(read(label, b"\"\xc3\xab\"").unwrap(), "\"ë\"");
            assert_eq!(read(label, b"\"\xeb\"").ok().as_deref(), cfg!(feature = "charset").then_some("\"ë\""));
        }
        if !cfg!(feature = "charset") {
            let error = read("application/json; charset=ISO-8859-1", b"\"\xeb\"").unwrap_err().to_string();
            assert_eq!(error, "the text is in the charset `ISO-8859-1`: enable the feature `charset` of callsheet");
        }
    }
}
