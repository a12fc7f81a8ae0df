//! The text of a reply, in whatever encoding its content type names.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::str::Utf8Error;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::error::DecodeError;
use crate::reply::Reply;

/// The body of a reply in UTF-8, without a byte order mark.
#[derive(Debug)]
pub enum Content<'a> {
    /// As it came.
    Utf8(&'a str),
    /// As it came, where that is no UTF-8; where it begins not to be, and the JSON to read in its place, once it is asked for.
    Broken(&'a [u8], Utf8Error, OnceCell<String>),
    /// Out of another encoding, with a replacement character for each sequence that is none there, and what is wrong then.
    Transcoded(String, Option<DecodeError>),
}

impl<'a> Content<'a> {
    /// That of a reply.
    #[must_use]
    pub fn of(reply: &'a Reply) -> Self {
        if let Some(encoding) = other::encoding(reply.body(), label(reply.headers())) {
            let (text, flaw) = other::transcoded(encoding, reply.body());
            return Self::Transcoded(text, flaw);
        }
        // RFC 8259 section 8.1 lets a reader pass over the mark.
        let body = reply.body().strip_prefix(b"\xef\xbb\xbf").unwrap_or(reply.body());
        match std::str::from_utf8(body) {
            Ok(text) => Self::Utf8(text),
            Err(error) => Self::Broken(body, error, OnceCell::new()),
        }
    }

    /// What is to be decoded as JSON.
    ///
    /// What is no UTF-8 stands in it as [`NO_UTF8`], which decoders pass over where nobody asks for the string that holds it,
    /// and refuse where somebody does: so a broken member that a type does not name takes the others not away, and the text
    /// has been checked as a whole, which is quicker than string by string. Only types that ask for no text, `RawValue` and
    /// those that take a string's bytes, see it.
    ///
    /// # Errors
    ///
    /// Where the body is not in the encoding that it is said to be in.
    pub(crate) fn json(&self) -> Result<&str, DecodeError> {
        match self {
            Self::Utf8(text) => Ok(text),
            Self::Broken(body, _, json) => Ok(json.get_or_init(|| marked(body))),
            Self::Transcoded(text, None) => Ok(text),
            Self::Transcoded(_, Some(flaw)) => Err(flaw.clone()),
        }
    }

    /// The body, where all of it is text.
    pub(crate) fn text(self) -> Result<Cow<'a, str>, DecodeError> {
        match self {
            Self::Utf8(text) => Ok(Cow::Borrowed(text)),
            Self::Broken(_, flaw, _) => {
                Err(DecodeError::new(format!("the text is no UTF-8 from byte {} on", flaw.valid_up_to())))
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

/// What stands in JSON for a sequence that is no UTF-8: the second half of a surrogate pair, escaped. The character before it
/// keeps it from a first half and from a backslash.
pub(crate) const NO_UTF8: &str = "\u{fffd}\\udc00";

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

    use crate::error::DecodeError;

    /// The encoding of a body, where it is not UTF-8: that of its byte order mark, else that of its label. A label that
    /// nobody knows says nothing.
    pub(super) fn encoding(body: &[u8], label: Option<&str>) -> Option<&'static Encoding> {
        let marked = Encoding::for_bom(body).map(|(encoding, _)| encoding);
        let encoding = marked.or_else(|| Encoding::for_label(label?.as_bytes()))?;
        (encoding != UTF_8).then_some(encoding)
    }

    pub(super) fn transcoded(encoding: &'static Encoding, body: &[u8]) -> (String, Option<DecodeError>) {
        let (text, encoding, is_broken) = encoding.decode(body);
        let flaw =
            is_broken.then(|| DecodeError::new(format!("the text is no {}, as it is said to be", encoding.name())));
        (text.into_owned(), flaw)
    }
}

/// Without the feature there is none: a body that is said to be in another one is read where it is UTF-8 all the same.
#[cfg(not(feature = "charset"))]
mod other {
    use crate::error::DecodeError;

    pub(super) struct Unknown;

    pub(super) fn encoding(body: &[u8], label: Option<&str>) -> Option<Unknown> {
        let is_utf8 = |label: &str| ["utf-8", "utf8", "us-ascii"].iter().any(|name| name.eq_ignore_ascii_case(label));
        let is_other = label.is_some_and(|label| !is_utf8(label));
        (is_other && std::str::from_utf8(body).is_err()).then_some(Unknown)
    }

    pub(super) fn transcoded(_: Unknown, body: &[u8]) -> (String, Option<DecodeError>) {
        let reason = "the text is in another encoding than UTF-8; turn on the feature `charset` of callsheet";
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
}
