//! How the pages of an endpoint follow each other.

/// How an endpoint's pages follow each other: the key `pages`.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct PageRules {
    /// What the request of the next page differs in.
    pub step: PageStep,
    /// Whether a page with fewer items than requested is the last one.
    pub short_ends: bool,
    /// Whether a cursor, a link or a page that repeats ends the pages, instead of being an error.
    pub repeat_ends: bool,
    /// The member with the number of all pages or of all items, as written; empty if there is none.
    pub total: &'static str,
}

/// What the request of the next page differs in.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum PageStep {
    /// The number of the page.
    Number {
        /// The field that contains it.
        field: PageField,
        /// The number of the first page.
        first: u64,
    },
    /// How many items come before the page.
    Offset {
        /// The field that contains it.
        field: PageField,
    },
    /// A text that the response contains.
    Cursor {
        /// The field that contains it.
        field: PageField,
        /// Where the response contains it.
        next: NextPage,
    },
    /// The whole URL, which the response contains.
    Url {
        /// Where the response contains it.
        next: NextPage,
    },
}

/// A field of the request that differs from page to page.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct PageField {
    /// Its name in Rust.
    pub name: &'static str,
    /// Whether JSON writes it as a number.
    pub is_number: bool,
}

/// Where a response names the next page.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum NextPage {
    /// A member of the response type, as written: `meta.next_cursor`.
    Member(&'static str),
    /// A header field.
    Header(&'static str),
    /// The header field `Link` with the relation type `next`, RFC 8288.
    Link,
}

#[doc(hidden)]
impl PageRules {
    const fn new(step: PageStep) -> Self {
        Self { step, short_ends: false, repeat_ends: false, total: "" }
    }

    #[must_use]
    pub const fn number(field: PageField, first: u64) -> Self {
        Self::new(PageStep::Number { field, first })
    }

    #[must_use]
    pub const fn offset(field: PageField) -> Self {
        Self::new(PageStep::Offset { field })
    }

    #[must_use]
    pub const fn cursor(field: PageField, next: NextPage) -> Self {
        Self::new(PageStep::Cursor { field, next })
    }

    #[must_use]
    pub const fn url(next: NextPage) -> Self {
        Self::new(PageStep::Url { next })
    }

    #[must_use]
    pub const fn short_ends(self) -> Self {
        Self { short_ends: true, ..self }
    }

    #[must_use]
    pub const fn repeat_ends(self) -> Self {
        Self { repeat_ends: true, ..self }
    }

    #[must_use]
    pub const fn with_total(self, total: &'static str) -> Self {
        Self { total, ..self }
    }
}

#[doc(hidden)]
impl PageField {
    #[must_use]
    pub const fn new(name: &'static str, is_number: bool) -> Self {
        Self { name, is_number }
    }
}
