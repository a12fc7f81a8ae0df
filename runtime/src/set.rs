//! Error sets: the documented errors of an endpoint, and how a reply is matched against them.

use std::fmt;

use http::StatusCode;

use crate::error::{DecodeError, Escaped};
use crate::format::Problem;
use crate::reply::Reply;
use crate::spec::{CaseReference, ErrorTable};

/// A documented error of some endpoint: what all of them answer, for code that works over any endpoint.
///
/// ```
/// use callsheet::DocumentedError;
///
/// fn is_about_rights(error: &dyn DocumentedError) -> bool {
///     error.status() == 403 || error.code() == Some("permission_denied")
/// }
/// ```
pub trait DocumentedError: std::error::Error + Send + Sync + 'static {
    /// The code on the wire; `None` where the error is told by its status alone.
    fn code(&self) -> Option<&str>;

    /// The status that it is documented with.
    fn status(&self) -> StatusCode;

    /// What the server says about it, in words.
    fn message(&self) -> Option<&str>;
}

/// The documented errors of one endpoint, or a set that endpoints share: an enum with a variant for each, made by
/// `#[endpoint]` or `#[errors]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no error set",
    label = "expected the error enum of an endpoint, or an enum under `#[errors(..)]`",
    note = "write `#[errors(..)] enum Name {{}}` for errors that endpoints share"
)]
pub trait ErrorSet: DocumentedError + Sized {
    /// What identifies each documented error on the wire.
    const TABLE: &'static ErrorTable;

    /// What tools want to know of its own variants, in the order of [`ErrorTable::cases`].
    const REFERENCE: &'static [CaseReference];

    /// Makes the variant of a row of [`TABLE`](Self::TABLE) from what was read.
    ///
    /// # Errors
    ///
    /// Where the detail or the body does not decode into its type.
    fn from_reply(row: usize, problem: &Problem<'_>, reply: &Reply) -> Result<Self, DecodeError>;

    /// The error as what all of them answer.
    #[doc(hidden)]
    fn as_documented(&self) -> &dyn DocumentedError {
        self
    }
}

/// The set of an API that documents no errors of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoErrors {}

impl fmt::Display for NoErrors {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for NoErrors {}

impl DocumentedError for NoErrors {
    fn code(&self) -> Option<&str> {
        match *self {}
    }

    fn status(&self) -> StatusCode {
        match *self {}
    }

    fn message(&self) -> Option<&str> {
        match *self {}
    }
}

#[diagnostic::do_not_recommend]
impl ErrorSet for NoErrors {
    const TABLE: &'static ErrorTable = &ErrorTable { cases: &[], includes: &[] };
    const REFERENCE: &'static [CaseReference] = &[];

    fn from_reply(row: usize, _: &Problem<'_>, _: &Reply) -> Result<Self, DecodeError> {
        Err(no_such_row(row))
    }
}

/// A status that the macro checked.
#[doc(hidden)]
#[must_use]
pub fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).expect("the macro lets no other number through")
}

/// A row that is none: never asked for, since rows come out of the same table.
#[doc(hidden)]
#[must_use]
pub fn no_such_row(row: usize) -> DecodeError {
    DecodeError::new(format!("no documented error has the row {row}"))
}

/// How a documented error reads: `code: message`.
#[doc(hidden)]
pub fn write_documented(f: &mut fmt::Formatter<'_>, error: &dyn DocumentedError) -> fmt::Result {
    match error.code() {
        Some(code) => write!(f, "{}", Escaped(code))?,
        None => write!(f, "{}", error.status())?,
    }
    match error.message() {
        Some(message) => write!(f, ": {}", Escaped(message)),
        None => Ok(()),
    }
}
