//! [`Paged`]: endpoints whose response is one page of many.

use crate::boxed::MaybeSend;
use crate::endpoint::Endpoint;
use crate::spec::PageRules;

/// An endpoint whose response is one page of many: it has the key [`pages`](crate::reference::pages). It cannot be
/// implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no pages",
    label = "expected an endpoint with `pages(..)`",
    note = "add `pages(..)` to its `#[endpoint(..)]`, for example `pages(number = page, items = rows)`"
)]
pub trait Paged: Endpoint {
    #[doc(hidden)]
    const PAGES: &'static PageRules;

    /// The value of the field that differs from page to page.
    #[doc(hidden)]
    fn start(&self) -> Option<String> {
        None
    }

    /// The requested number of items in a page.
    #[doc(hidden)]
    fn size(&self) -> Option<u64> {
        None
    }

    /// The cursor or the link to the next page.
    #[doc(hidden)]
    #[must_use]
    fn next_page(_: &Self::Response) -> Option<String> {
        None
    }

    /// The number of all pages, or of all items.
    #[doc(hidden)]
    #[must_use]
    fn total(_: &Self::Response) -> Option<u64> {
        None
    }

    /// Whether there are more pages.
    #[doc(hidden)]
    #[must_use]
    fn has_more(_: &Self::Response) -> Option<bool> {
        None
    }

    /// The number of items in a page.
    #[doc(hidden)]
    fn count(page: &Self::Response) -> Option<usize>;
}

/// An endpoint whose pages have items of a known type. It cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "the type of the items of `{Self}` is not known",
    label = "`.items()` needs `item` in `pages(..)`",
    note = "write the type of an element of `items` in the definition: `pages(.., item = Type)`"
)]
pub trait PagedItems: Paged {
    /// An item.
    type Item: MaybeSend + 'static;

    /// Moves the items out of a page.
    #[doc(hidden)]
    fn into_items(page: Self::Response) -> Option<Vec<Self::Item>>;
}
