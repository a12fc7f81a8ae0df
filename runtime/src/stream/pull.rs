//! [`Pull`]: streams of which a blocking client makes iterators.

use std::task::{Context, Poll};

/// A stream of items: [`JsonLines`](crate::JsonLines) or [`Events`](crate::Events). It cannot be implemented by hand.
pub trait Pull: sealed::Sealed {
    /// An item, or an error.
    type Item;

    /// Returns the next item; `None` at the end, and after an error that ends the stream.
    #[doc(hidden)]
    fn poll_pull(&mut self, context: &mut Context<'_>) -> Poll<Option<Self::Item>>;
}

pub(crate) mod sealed {
    pub trait Sealed {}
}
