//! The documented errors of a set, and how a reply is matched against them.

use http::StatusCode;

use super::statuses::Statuses;

/// One documented error: what identifies it on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorCase {
    /// The statuses of this error.
    pub statuses: Statuses,
    /// Its code, which is compared with [`Problem::code`](crate::error_format::Problem); `None` if its status alone
    /// identifies it.
    pub code: Option<&'static str>,
    /// Whether a call may be sent again after this error.
    pub repeat: Option<Repeat>,
}

/// What a definition says about retries after an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// The error is temporary: retry if the request may be repeated.
    Retry,
    /// The server rejected the request before processing it: retry later.
    Throttle,
    /// The error is permanent: never retry, even with a status that is usually retried.
    Never,
    /// The token was refused: get another one from the token source and retry once.
    Renew,
}

impl ErrorCase {
    /// Whether it is a `default` entry, which matches every other reply.
    const fn is_default(&self) -> bool {
        self.code.is_none() && matches!(self.statuses.0, [(100, 999)])
    }
}

/// The documented errors of a set: its own, then those of the sets that it includes. Rows are numbered across all of
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorTable {
    /// Its own errors, in the order in which a reply is matched against them.
    pub cases: &'static [ErrorCase],
    /// The sets that it includes, in order.
    pub includes: &'static [&'static ErrorTable],
}

impl ErrorTable {
    /// Returns the number of rows, including those of included sets.
    #[must_use]
    pub const fn len(&self) -> usize {
        let (mut len, mut at) = (self.cases.len(), 0);
        while at < self.includes.len() {
            len += self.includes[at].len();
            at += 1;
        }
        len
    }

    /// Whether an error other than a `default` has a 2xx status that is in `success`.
    #[doc(hidden)]
    #[must_use]
    pub const fn has_error_in(&self, success: Statuses) -> bool {
        let mut at = 0;
        while at < self.cases.len() {
            if !self.cases[at].is_default() && self.cases[at].statuses.have_2xx_of(success) {
                return true;
            }
            at += 1;
        }
        let mut at = 0;
        while at < self.includes.len() {
            if self.includes[at].has_error_in(success) {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether no error is documented.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the row that matches a reply. It tries three steps:
    ///
    /// 1. rows with the code of the reply
    /// 2. rows with its status and without a code
    /// 3. a `default`
    ///
    /// In each step, the set's own errors come before those of included sets.
    pub(crate) fn find(&self, status: StatusCode, code: Option<&str>) -> Option<usize> {
        self.position(status, &|case| case.code.is_some() && case.code == code)
            .or_else(|| self.position(status, &|case| case.code.is_none() && !case.is_default()))
            .or_else(|| self.position(status, &ErrorCase::is_default))
    }

    /// Returns the row that matches an error in a stream, which has no status of its own: one with its code, otherwise
    /// a `default`. The set's own errors come before those of included sets.
    pub(crate) fn find_in_stream(&self, code: Option<&str>) -> Option<usize> {
        self.row(&|case| case.code.is_some() && case.code == code).or_else(|| self.row(&ErrorCase::is_default))
    }

    /// Returns what the error of this row says about retries.
    pub(crate) fn repeat(&self, row: usize) -> Option<Repeat> {
        if let Some(case) = self.cases.get(row) {
            return case.repeat;
        }
        let mut row = row - self.cases.len();
        for included in self.includes {
            if row < included.len() {
                return included.repeat(row);
            }
            row -= included.len();
        }
        None
    }

    /// Whether the definition of any error says something about retries.
    pub(crate) fn has_repeats(&self) -> bool {
        self.cases.iter().any(|case| case.repeat.is_some())
            || self.includes.iter().any(|included| included.has_repeats())
    }

    /// Whether any documented error has this status.
    pub(crate) fn documents(&self, status: StatusCode) -> bool {
        self.position(status, &|_| true).is_some()
    }

    /// Whether a documented error other than `default` has this status.
    pub(crate) fn names(&self, status: StatusCode) -> bool {
        self.position(status, &|case| !case.is_default()).is_some()
    }

    fn position(&self, status: StatusCode, matches: &dyn Fn(&ErrorCase) -> bool) -> Option<usize> {
        self.row(&|case| case.statuses.contains(status) && matches(case))
    }

    fn row(&self, matches: &dyn Fn(&ErrorCase) -> bool) -> Option<usize> {
        let own = self.cases.iter().position(matches);
        if own.is_some() {
            return own;
        }
        let mut first = self.cases.len();
        for included in self.includes {
            if let Some(row) = included.row(matches) {
                return Some(first + row);
            }
            first += included.len();
        }
        None
    }
}
