//! The text of a reply, in whatever encoding it has.

#[cfg(any(test, not(feature = "charset")))]
mod labels;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::str::Utf8Error;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::response::decode_error::DecodeError;
use crate::response::raw::{NO_UTF8, Raw, begins_with_nul};

/// The body of a reply in UTF-8, without a byte order mark.
#[derive(Debug)]
pub enum Content<'a> {
    /// As it came.
    Utf8(&'a str),
    /// As it came, not valid UTF-8; where that begins, and the JSON to read in its place, once it is asked for.
    Broken(&'a [u8], Utf8Error, OnceCell<String>),
    /// Out of another encoding, with a replacement character for each invalid sequence, and what is wrong then.
    Transcoded(String, Option<DecodeError>),
}

impl<'a> Content<'a> {
    /// The JSON of a reply: UTF-8 whatever its content type says, since RFC 8259 section 11 defines no `charset` for JSON.
    /// Only a body that is not valid UTF-8 is read by its byte order mark or its label.
    pub(crate) fn of(raw: Raw<'a>) -> Self {
        let body = raw.without_mark();
        match std::str::from_utf8(body) {
            // UTF-16 may be valid UTF-8, full of NULs, which JSON does not hold.
            Ok(text) if !begins_with_nul(body) => Self::Utf8(text),
            read => Self::in_another(raw).unwrap_or_else(|| match read {
                Ok(text) => Self::Utf8(text),
                Err(error) => Self::Broken(body, error, OnceCell::new()),
            }),
        }
    }

    /// The text of a reply: in the encoding of its byte order mark, else of its label, else UTF-8.
    pub(crate) fn of_text(raw: Raw<'a>) -> Self {
        Self::in_another(raw).unwrap_or_else(|| {
            let body = raw.without_mark();
            match std::str::from_utf8(body) {
                Ok(text) => Self::Utf8(text),
                Err(error) => Self::Broken(body, error, OnceCell::new()),
            }
        })
    }

    /// A body in another encoding than UTF-8, as its byte order mark or its label says.
    fn in_another(raw: Raw<'_>) -> Option<Self> {
        let encoding = other::encoding(raw.body, label(raw.headers))?;
        let (text, flaw) = other::transcoded(encoding, raw.body);
        Some(Self::Transcoded(text, flaw))
    }

    /// What is to be decoded as JSON.
    ///
    /// An invalid sequence is in it as [`NO_UTF8`], which decoders skip if nobody asks for the string that holds it, and
    /// refuse if somebody does: so a broken member that a type does not name does not affect the others, and the text has
    /// been checked as a whole, which is faster than string by string. Only types that ask for no text, `RawValue` and those
    /// that read a string's bytes, see it.
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

    /// The body, if all of it is text.
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

    /// The body as text, whatever it is.
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
    chunks.flat_map(|chunk| [chunk.valid(), if chunk.invalid().is_empty() { "" } else { NO_UTF8 }]).collect()
}

/// The `charset` of the content type (RFC 9110 section 8.3.2), without its quotes.
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

/// Other encodings than UTF-8, as the WHATWG Encoding Standard names and reads them.
#[cfg(feature = "charset")]
mod other {
    use encoding_rs::{Encoding, UTF_8};

    use crate::response::decode_error::DecodeError;

    /// The encoding of a body, if it is not UTF-8: that of its byte order mark, else that of its label. An unknown label
    /// is ignored.
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

/// Without the feature, what would be read otherwise with it is an error, so that the feature changes no success.
#[cfg(not(feature = "charset"))]
mod other {
    use super::labels;
    use crate::response::decode_error::DecodeError;

    /// The label of an encoding that cannot be read; `None` if the body reads the same as UTF-8.
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
    fn the_charset_is_found_among_the_parameters() {
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

    /// What the feature changes: an error without it, never another text. Run without default features too.
    #[test]
    fn the_feature_turns_an_error_into_a_text_and_changes_no_text() {
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
