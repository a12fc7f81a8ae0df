//! Splits the bytes of a stream into items. It neither reads nor waits: bytes in, items out.

pub(crate) mod events;
pub(crate) mod lines;

/// An item that is larger than the limit. After it, the parser is in the middle of an item and must not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// The byte order mark in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

#[cfg(test)]
mod splits;
