//! [`Received`]: how much of a stream has arrived.

use std::fmt;

/// How much of a [stream](crate::stream) has arrived: see [`Reply::received`](crate::Reply::received).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Received {
    /// How many items arrived, including those that did not decode; `None` if the stream is not read as items.
    pub items: Option<u64>,
    /// How many bytes of the body arrived.
    pub bytes: u64,
}

impl fmt::Display for Received {
    /// Prints `3 items`, or `52 bytes` if the stream is not read as items.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = self.items.map_or((self.bytes, "byte"), |items| (items, "item"));
        write!(f, "{count} {unit}{}", if count == 1 { "" } else { "s" })
    }
}
