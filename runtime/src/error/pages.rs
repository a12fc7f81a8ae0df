//! [`PageError`]: why the next page is not requested.

use std::fmt;

use crate::text::Cut;

/// How many characters of a link are printed.
const MAX_LINK: usize = 200;

/// Why the pages of an endpoint cannot continue although the last page arrived: see [`Error::Pages`](crate::Error::Pages).
///
/// `Display` says what to do. It prints no cursor, and a link without its query, because both may contain values of the
/// caller; [`link`](Self::link) returns the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError {
    kind: PageErrorKind,
    page: u64,
    /// The cursor or the link that the response contains.
    link: Option<String>,
    /// The member or the header field that contains it, or the field of the request.
    place: &'static str,
}

/// What is wrong with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PageErrorKind {
    /// The cursor or the link to the next page was used before.
    Repeated,
    /// The page has the same body as the page before it, or as the first page: the server ignores the parameter, or begins
    /// again.
    SamePage,
    /// The link leads to another scheme, host or port than those of the API.
    OtherOrigin,
    /// The link is not a URL, or the header field `Link` is not in the format of RFC 8288.
    InvalidLink,
    /// The response has two links to different next pages.
    SeveralLinks,
    /// The response says that there are more pages, but not which page is the next one.
    NoNext,
    /// The page is empty, but the response says that there are more items. The next offset would be the same.
    EmptyPage,
    /// More than 1000 pages in succession were empty.
    TooManyEmptyPages,
    /// The number of the page or the offset is not a number, or the largest one.
    InvalidNumber,
}

impl PageError {
    pub(crate) fn new(kind: PageErrorKind, page: u64, place: &'static str) -> Self {
        Self { kind, page, link: None, place }
    }

    pub(crate) fn with_link(self, link: impl Into<String>) -> Self {
        Self { link: Some(link.into()), ..self }
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn kind(&self) -> PageErrorKind {
        self.kind
    }

    /// Returns which page this is: 1 for the first page that was requested.
    #[must_use]
    pub fn page(&self) -> u64 {
        self.page
    }

    /// Returns the link or the cursor of the response. It may be a secret of the caller, for example if the server
    /// repeats the query of the request in it.
    #[must_use]
    pub fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    /// Describes what is wrong, in a few words.
    pub(crate) fn words(&self) -> String {
        let Self { page, place, .. } = self;
        let link = self.link.as_deref().unwrap_or_default();
        let shown = link.split(['?', '#']).next().unwrap_or_default();
        let shown = Cut(shown, MAX_LINK);
        match self.kind {
            PageErrorKind::Repeated => format!("page {page}: `{place}` leads to a page that was requested before"),
            PageErrorKind::SamePage => {
                format!("page {page} is the same as an earlier page: the server ignores `{place}`, or begins again")
            }
            PageErrorKind::OtherOrigin => format!("page {page}: `{place}` leads to another origin: `{shown}`"),
            PageErrorKind::InvalidLink if link.is_empty() => {
                format!("page {page}: the header field `{place}` is malformed")
            }
            PageErrorKind::InvalidLink => format!("page {page}: `{place}` is not a URL: `{shown}`"),
            PageErrorKind::SeveralLinks => {
                format!("page {page}: `{place}` has two different links to the next page, one to `{shown}`")
            }
            PageErrorKind::NoNext => {
                format!("page {page}: the response says that there are more, but has no `{place}`")
            }
            PageErrorKind::EmptyPage => {
                format!("page {page} is empty, but `{place}` says that there are more items")
            }
            PageErrorKind::TooManyEmptyPages => format!("page {page}: more than 1000 pages in succession are empty"),
            PageErrorKind::InvalidNumber => format!("page {page}: there is no next number after that of `{place}`"),
        }
    }

    /// What to do about it.
    fn help(&self) -> &'static str {
        match self.kind {
            PageErrorKind::Repeated => "if this is how the API ends its pages, write `repeat = \"end\"` in `pages(..)`",
            PageErrorKind::SamePage => {
                "check the name of the parameter on the wire; if this is how the API ends its pages, write `repeat = \"end\"` in `pages(..)`"
            }
            PageErrorKind::OtherOrigin => {
                "credentials are only sent to the origin of the base URL: use the link's origin in the base URL, or request the link with another client"
            }
            PageErrorKind::InvalidLink | PageErrorKind::SeveralLinks => {
                "the link is in the reply: choose the next page yourself and continue there"
            }
            PageErrorKind::NoNext => "request the page again with `.from(position)`, or remove `more` from `pages(..)`",
            PageErrorKind::EmptyPage => {
                "request the page again with `.from(position)`; if the total is only an estimate, remove it from `pages(..)`"
            }
            PageErrorKind::TooManyEmptyPages => "continue with `.from(position)`",
            PageErrorKind::InvalidNumber => "set the field to a number, or leave it out",
        }
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.words(), self.help())
    }
}

impl std::error::Error for PageError {}
