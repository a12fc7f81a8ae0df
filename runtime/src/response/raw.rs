//! [`Raw`]: an undecoded body, and what its first bytes show.

use http::HeaderMap;

/// A body, with the header fields that describe it.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'a> {
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

impl<'a> Raw<'a> {
    /// Returns the body without the byte order mark of UTF-8, which a reader may ignore (RFC 8259 section 8.1).
    pub(crate) fn without_mark(self) -> &'a [u8] {
        self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(self.body)
    }
}

/// Whether this is UTF-16 without a byte order mark: JSON begins with two ASCII characters (RFC 4627 section 3), or
/// consists of one.
pub(crate) fn begins_with_nul(body: &[u8]) -> bool {
    body.iter().take(2).any(|byte| *byte == 0)
}

/// Replaces a sequence that is not valid UTF-8 in JSON: the escaped second half of a surrogate pair. The character
/// before it separates it from a first half or a backslash.
pub(crate) const UTF8_REPLACEMENT: &str = "\u{fffd}\\udc00";
