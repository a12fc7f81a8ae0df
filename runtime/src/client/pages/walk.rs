//! Which page is next, and whether there is one. Nothing here depends on the types of an endpoint.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use http::header::HeaderName;
use http::{Request, Uri};

use super::place::{At, Place, Skip};
use crate::error::{PageError, PageErrorKind};
use crate::request::build_error::BuildError;
use crate::request::new_value::NewValue;
use crate::request::reference::{self, RefusedReference};
use crate::request::replacement::Replacement;
use crate::response::link::{self, LinkError};
use crate::response::reply::Reply;
use crate::spec::{NextPage, PageField, PageRules, PageStep};
use crate::transport::Body;

/// How many pages in succession may be empty.
const MAX_EMPTY_PAGES: u32 = 1000;

/// The way through the pages so far.
pub(super) struct Walk {
    rules: &'static PageRules,
    /// The value of the field in the struct.
    start: Option<String>,
    /// How many items a page should have, if the struct says so.
    size: Option<u64>,
    /// The names of the query's parameters that the client adds to every request.
    added: Vec<String>,
    /// The page that is requested next.
    pub(super) at: At,
    /// How much of that page was read before.
    pub(super) skip: Skip,
    /// How many pages were requested.
    page: u64,
    /// Hashes of the cursors and links that were used. Their key is random, so that a server cannot choose two texts with
    /// the same hash.
    used: HashSet<u64>,
    hasher: RandomState,
    /// The hash of the first body, if that page was not empty.
    first_body: Option<u64>,
    /// The hash of the last body, if that page was not empty.
    last_body: Option<u64>,
    empty_pages: u32,
    largest_page: u64,
}

/// What is known of a page that arrived.
pub(super) struct Page<'a> {
    pub(super) reply: &'a Reply,
    /// The URL of its request.
    pub(super) url: &'a Uri,
    /// The cursor or the link in its body.
    pub(super) next: Option<String>,
    pub(super) total: Option<u64>,
    pub(super) has_more: Option<bool>,
    pub(super) count: u64,
}

/// What comes after a page.
pub(super) enum Next {
    Page(At),
    End,
    Problem(PageError),
}

/// Whether a reply is a page, and what comes after it.
pub(super) struct Verdict {
    /// Whether it is the same as an earlier page, which is not returned again.
    pub(super) is_repeated: bool,
    pub(super) next: Next,
}

impl Walk {
    pub(super) fn new(
        rules: &'static PageRules,
        place: Place,
        start: Option<String>,
        size: Option<u64>,
        added: Vec<String>,
    ) -> Self {
        Self {
            rules,
            start,
            size,
            added,
            at: place.at,
            skip: place.skip,
            page: 0,
            used: HashSet::new(),
            hasher: RandomState::new(),
            first_body: None,
            last_body: None,
            empty_pages: 0,
            largest_page: 0,
        }
    }

    /// Returns the value that makes a request the one of this page.
    pub(super) fn replacement(&self) -> Option<Replacement> {
        let text = match &self.at {
            At::Number(number) | At::Offset(number) => number.to_string(),
            At::Cursor(cursor) => cursor.clone(),
            At::Start | At::Url(_) | At::End => return None,
        };
        let (PageStep::Number { field, .. } | PageStep::Offset { field } | PageStep::Cursor { field, .. }) =
            self.rules.step
        else {
            return None;
        };
        let PageField { name, is_number } = field;
        Some(Replacement { field: name, value: NewValue { text, is_number } })
    }

    /// Sets the URL of the page, if the server returned it. The origin remains that of the request.
    pub(super) fn with_url(&self, mut request: Request<Body>) -> Result<Request<Body>, BuildError> {
        if let At::Url(url) = &self.at {
            let url = Some(url).filter(|url| url.starts_with('/'));
            let url = url.and_then(|url| reference::with_path(request.uri(), url.clone(), None));
            *request.uri_mut() = url.ok_or_else(|| BuildError::request("the position is not one of `.position()`"))?;
        }
        Ok(request)
    }

    /// Finds out what comes after a page.
    pub(super) fn arrived(&mut self, page: &Page<'_>) -> Verdict {
        self.page += 1;
        let is_repeated = self.is_repeated(page);
        let next = if is_repeated { self.after_repetition(page) } else { self.after(page) };
        self.largest_page = self.largest_page.max(page.count);
        let next = match next {
            Next::Page(at) => {
                self.at = at.clone();
                self.skip = Skip::Items(0);
                Next::Page(at)
            }
            other => other,
        };
        Verdict { is_repeated, next }
    }

    /// Whether the page has the body of the page before it, or of the first page, to which a server returns that begins
    /// again: its cursor is not known, and some servers return it for a number that is too large. Empty pages may look
    /// the same.
    fn is_repeated(&mut self, page: &Page<'_>) -> bool {
        let body = (page.count > 0).then(|| self.hasher.hash_one(page.reply.body()));
        let is_repeated = body.is_some() && (body == self.last_body || body == self.first_body);
        if self.page == 1 {
            self.first_body = body;
        }
        self.last_body = body;
        is_repeated
    }

    fn after_repetition(&self, page: &Page<'_>) -> Next {
        match self.rules.step {
            _ if self.rules.repeat_ends => Next::End,
            PageStep::Number { field, .. } | PageStep::Offset { field } | PageStep::Cursor { field, .. } => {
                Next::Problem(self.problem(PageErrorKind::SamePage, field.name))
            }
            PageStep::Url { next } => {
                let problem = self.problem(PageErrorKind::SamePage, place_of(next));
                Next::Problem(problem.with_link(page.url.to_string()))
            }
        }
    }

    fn after(&mut self, page: &Page<'_>) -> Next {
        let next = match self.rules.step {
            PageStep::Number { field, first } => self.after_number(page, field, first),
            PageStep::Offset { field } => self.after_offset(page, field),
            PageStep::Cursor { next, .. } => self.after_cursor(page, next),
            PageStep::Url { next } => self.after_url(page, next),
        };
        self.empty_pages = if page.count == 0 { self.empty_pages + 1 } else { 0 };
        match next {
            Next::Page(_) if self.empty_pages > MAX_EMPTY_PAGES => {
                Next::Problem(self.problem(PageErrorKind::TooManyEmptyPages, ""))
            }
            next => next,
        }
    }

    fn after_number(&self, page: &Page<'_>, field: PageField, first: u64) -> Next {
        let current = match (&self.at, &self.start) {
            (At::Number(number), _) => Some(*number),
            (_, Some(start)) => start.parse().ok(),
            (_, None) => Some(first),
        };
        let Some((current, next)) = current.and_then(|current| Some((current, current.checked_add(1)?))) else {
            return Next::Problem(self.problem(PageErrorKind::InvalidNumber, field.name));
        };
        // How many pages there are up to this one. A total that this page contradicts does not count.
        let so_far = next.saturating_sub(first);
        let total = page.total.filter(|total| so_far <= *total || page.count == 0);
        let is_last = match (page.has_more, total) {
            (Some(has_more), _) => !has_more,
            (None, Some(total)) => so_far >= total,
            (None, None) => page.count == 0,
        };
        if is_last || self.is_short(page) { Next::End } else { Next::Page(At::Number(next.max(current))) }
    }

    fn after_offset(&self, page: &Page<'_>, field: PageField) -> Next {
        let current = match (&self.at, &self.start) {
            (At::Offset(offset), _) => Some(*offset),
            (_, Some(start)) => start.parse().ok(),
            (_, None) => Some(0),
        };
        let Some(next) = current.and_then(|current: u64| current.checked_add(page.count)) else {
            return Next::Problem(self.problem(PageErrorKind::InvalidNumber, field.name));
        };
        let total = page.total.filter(|total| next <= *total || page.count == 0);
        let says_more = page.has_more.or(total.map(|total| next < total));
        if says_more == Some(false) || self.is_short(page) {
            return Next::End;
        }
        match (page.count, says_more) {
            (0, Some(_)) => {
                let place =
                    if page.has_more.is_some() || self.rules.total.is_empty() { "more" } else { self.rules.total };
                Next::Problem(self.problem(PageErrorKind::EmptyPage, place))
            }
            (0, None) => Next::End,
            _ => Next::Page(At::Offset(next)),
        }
    }

    fn after_cursor(&mut self, page: &Page<'_>, next: NextPage) -> Next {
        let used = match &self.at {
            At::Cursor(cursor) => Some(cursor),
            _ => self.start.as_ref(),
        };
        self.used.extend(used.map(|cursor| self.hasher.hash_one(cursor)));
        let found = match self.found(page, next) {
            Ok(found) => found.filter(|_| page.has_more != Some(false)),
            Err(problem) => return Next::Problem(problem),
        };
        match found {
            None if page.has_more == Some(true) => Next::Problem(self.problem(PageErrorKind::NoNext, place_of(next))),
            None => Next::End,
            Some(cursor) => self.unused(At::Cursor(cursor.clone()), &cursor, &cursor, next),
        }
    }

    fn after_url(&mut self, page: &Page<'_>, next: NextPage) -> Next {
        let found = match self.found(page, next) {
            Ok(found) => found,
            Err(problem) => return Next::Problem(problem),
        };
        let here = reference::path_and_query(page.url, &[]);
        self.used.insert(self.hasher.hash_one(&here));
        let Some(link) = found else { return Next::End };
        let url = match reference::resolve(page.url, &link) {
            Ok(url) => reference::path_and_query(&url, &self.added),
            Err(refused) => {
                let kind = match refused {
                    RefusedReference::Invalid => PageErrorKind::InvalidLink,
                    RefusedReference::OtherOrigin => PageErrorKind::OtherOrigin,
                };
                return Next::Problem(self.problem(kind, place_of(next)).with_link(link));
            }
        };
        self.unused(At::Url(url.clone()), &url, &link, next)
    }

    /// The next page, unless it was requested before.
    fn unused(&self, at: At, key: &str, link: &str, next: NextPage) -> Next {
        match self.used.contains(&self.hasher.hash_one(key)) {
            false => Next::Page(at),
            true if self.rules.repeat_ends => Next::End,
            true => Next::Problem(self.problem(PageErrorKind::Repeated, place_of(next)).with_link(link)),
        }
    }

    /// The cursor or the link of the page. An empty one ends the pages.
    fn found(&self, page: &Page<'_>, next: NextPage) -> Result<Option<String>, PageError> {
        let found = match next {
            NextPage::Member(_) => page.next.clone(),
            NextPage::Header(name) => match page.reply.headers().get(HeaderName::from_static(name)) {
                None => None,
                Some(value) => match value.to_str() {
                    Ok(text) => Some(text.trim().to_owned()),
                    Err(_) => return Err(self.problem(PageErrorKind::InvalidLink, name)),
                },
            },
            NextPage::Link => match link::next(page.reply.headers()) {
                Ok(link) => link,
                Err(LinkError::Malformed) => return Err(self.problem(PageErrorKind::InvalidLink, place_of(next))),
                Err(LinkError::Several(_, link)) => {
                    return Err(self.problem(PageErrorKind::SeveralLinks, place_of(next)).with_link(link));
                }
            },
        };
        Ok(found.filter(|found| !found.is_empty()))
    }

    /// Whether a short page is the last one. If the request does not say how many items it wants, a page is short if it
    /// has fewer than an earlier one.
    fn is_short(&self, page: &Page<'_>) -> bool {
        self.rules.short_ends && page.count < self.size.unwrap_or(self.largest_page)
    }

    fn problem(&self, kind: PageErrorKind, place: &'static str) -> PageError {
        PageError::new(kind, self.page, place)
    }
}

fn place_of(next: NextPage) -> &'static str {
    match next {
        NextPage::Member(place) | NextPage::Header(place) => place,
        NextPage::Link => "Link",
    }
}
