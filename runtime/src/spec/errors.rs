//! The documented errors of a set, and which of them a reply is.

use http::StatusCode;

use super::statuses::Statuses;

/// One documented error: what identifies it on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorCase {
    /// The statuses that it comes with.
    pub statuses: Statuses,
    /// Its code, as [`Problem::code`](crate::error_format::Problem) gives it; `None` where it is told by its status alone.
    pub code: Option<&'static str>,
    /// Whether the same call may be tried again after it.
    pub repeat: Option<Repeat>,
}

/// What a documented error says of trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// The error passes: try again where a repetition does no harm.
    Retry,
    /// The request was turned away before it was processed: try again, later.
    Throttle,
    /// The error does not pass: never try again, whatever its status.
    Never,
    /// The token was refused: ask the token source for another one and try again, once.
    Renew,
}

impl ErrorCase {
    /// Whether it takes what is left.
    const fn is_default(&self) -> bool {
        self.code.is_none() && matches!(self.statuses.0, [(100, 999)])
    }
}

/// The documented errors of a set: its own, then those of the sets that it takes in. Rows count through all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorTable {
    /// Its own, in the order in which a reply is matched against them.
    pub cases: &'static [ErrorCase],
    /// Those that it takes in, in order.
    pub includes: &'static [&'static ErrorTable],
}

impl ErrorTable {
    /// How many rows there are, those of included sets among them.
    #[must_use]
    pub const fn len(&self) -> usize {
        let (mut len, mut at) = (self.cases.len(), 0);
        while at < self.includes.len() {
            len += self.includes[at].len();
            at += 1;
        }
        len
    }

    /// Whether an error other than a `default` has a status of a success that is one of these.
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

    /// Whether nothing is documented.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row that a reply belongs to: one with its code, else one with its status alone, else one that takes the rest;
    /// each time its own before those of the sets that it takes in.
    pub(crate) fn find(&self, status: StatusCode, code: Option<&str>) -> Option<usize> {
        self.position(status, &|case| case.code.is_some() && case.code == code)
            .or_else(|| self.position(status, &|case| case.code.is_none() && !case.is_default()))
            .or_else(|| self.position(status, &ErrorCase::is_default))
    }

    /// What the case of this row says of trying again.
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

    /// Whether any case says something of trying again.
    pub(crate) fn speaks_of_repeats(&self) -> bool {
        self.cases.iter().any(|case| case.repeat.is_some())
            || self.includes.iter().any(|included| included.speaks_of_repeats())
    }

    /// Whether any documented error comes with this status.
    pub(crate) fn documents(&self, status: StatusCode) -> bool {
        self.position(status, &|_| true).is_some()
    }

    /// Whether a documented error other than `default` comes with this status.
    pub(crate) fn names(&self, status: StatusCode) -> bool {
        self.position(status, &|case| !case.is_default()).is_some()
    }

    fn position(&self, status: StatusCode, matches: &dyn Fn(&ErrorCase) -> bool) -> Option<usize> {
        let own = self.cases.iter().position(|case| case.statuses.contains(status) && matches(case));
        if own.is_some() {
            return own;
        }
        let mut first = self.cases.len();
        for included in self.includes {
            if let Some(row) = included.position(status, matches) {
                return Some(first + row);
            }
            first += included.len();
        }
        None
    }
}
