//! Encodes text as its place in a request requires.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that are not encoded in a path segment and a query component: the unreserved characters of RFC 3986
/// section 2.3.
///
/// Everything else is percent-encoded. RFC 3986 allows more characters, but servers and proxies disagree about them.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The characters that are not encoded in a form, and the space, which becomes `+`: WHATWG URL,
/// "application/x-www-form-urlencoded percent-encode set".
const RESERVED_IN_FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'*').remove(b' ');

/// How text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Not encoded.
    Plain,
    /// Percent-encoded, in a URL.
    Url,
    /// As `application/x-www-form-urlencoded`, in a form.
    Form,
}

impl Encoding {
    fn write(self, text: &str, out: &mut String) {
        match self {
            Self::Plain => out.push_str(text),
            Self::Url => out.extend(utf8_percent_encode(text, RESERVED)),
            Self::Form => utf8_percent_encode(text, RESERVED_IN_FORM).for_each(|piece| {
                if piece.contains(' ') { out.push_str(&piece.replace(' ', "+")) } else { out.push_str(piece) }
            }),
        }
    }

    /// Encodes the text. Most text does not change.
    pub(crate) fn encoded(self, text: &str) -> Cow<'_, str> {
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + 8);
        self.write(text, &mut out);
        Cow::Owned(out)
    }
}

/// Percent-encodes the text for a URL. Most text does not change.
pub(crate) fn encoded(text: &str) -> Cow<'_, str> {
    Encoding::Url.encoded(text)
}

/// Writes text to a place in a request. In a URL and in a form, the text is encoded.
#[derive(Debug)]
pub struct TextWriter<'a> {
    out: &'a mut String,
    encoding: Encoding,
}

impl<'a> TextWriter<'a> {
    pub(crate) fn new(out: &'a mut String, encoding: Encoding) -> Self {
        Self { out, encoding }
    }

    /// Creates a writer to a URL.
    pub(crate) fn url(out: &'a mut String) -> Self {
        Self::new(out, Encoding::Url)
    }

    /// Creates a writer that does not encode the text.
    pub(crate) fn plain(out: &'a mut String) -> Self {
        Self::new(out, Encoding::Plain)
    }
}

impl fmt::Write for TextWriter<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.encoding.write(text, self.out);
        Ok(())
    }
}

/// Whether a segment is `.` or `..`, also if its dots are percent-encoded.
pub(crate) fn is_dots(segment: &str) -> bool {
    segment.len() <= "%2e%2e".len() && matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}
