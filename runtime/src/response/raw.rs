//! [`Raw`]: a body as it came, and what its bytes show before they are decoded.

use http::HeaderMap;

/// A body, with the header fields that describe it.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'a> {
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

impl<'a> Raw<'a> {
    /// The body without a byte order mark of UTF-8, which RFC 8259 section 8.1 lets a reader ignore.
    pub(crate) fn without_mark(self) -> &'a [u8] {
        self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(self.body)
    }
}

/// Whether this begins UTF-16 without a byte order mark: JSON begins with two ASCII characters (RFC 4627 section 3), or is
/// one alone.
pub(crate) fn begins_with_nul(body: &[u8]) -> bool {
    body.iter().take(2).any(|byte| *byte == 0)
}

/// What JSON has in place of a sequence that is not valid UTF-8: the second half of a surrogate pair, escaped. The character
/// before it keeps it from a first half and from a backslash.
pub(crate) const NO_UTF8: &str = "\u{fffd}\\udc00";
