//! Error sets: the documented errors of an endpoint, and how a reply is matched against them.

use std::fmt;

use http::StatusCode;

use crate::error::{DecodeError, Escaped};
use crate::format::Problem;
use crate::spec::{CaseReference, ErrorCase};

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

/// The documented errors of one endpoint: an enum with a variant for each, made by `#[endpoint]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no error set",
    label = "expected the error enum of an endpoint",
    note = "`#[endpoint]` makes one for each endpoint, from its `errors(..)`"
)]
pub trait ErrorSet: DocumentedError + Sized {
    /// What identifies each variant on the wire, in the order of the variants.
    const CASES: &'static [ErrorCase];

    /// What tools want to know of each variant, in the same order.
    const REFERENCE: &'static [CaseReference];

    /// The row of [`CASES`](Self::CASES) that this is.
    fn row(&self) -> usize;

    /// Makes the variant of a row of [`CASES`](Self::CASES) from what was read.
    ///
    /// # Errors
    ///
    /// Where the detail does not decode into its type.
    fn from_problem(row: usize, problem: &Problem<'_>) -> Result<Self, DecodeError>;
}

/// The row of the documented error that has this status and this code.
pub(crate) fn find(cases: &[ErrorCase], status: StatusCode, code: &str) -> Option<usize> {
    cases.iter().position(|case| case.statuses.contains(status) && case.code == Some(code))
}

/// Whether any documented error comes with this status.
pub(crate) fn documents(cases: &[ErrorCase], status: StatusCode) -> bool {
    cases.iter().any(|case| case.statuses.contains(status))
}

/// The code of a variant, from its row.
#[doc(hidden)]
pub fn code_of<E: ErrorSet>(error: &E) -> Option<&'static str> {
    E::CASES.get(error.row())?.code
}

/// The status of a variant, from its row.
#[doc(hidden)]
pub fn status_of<E: ErrorSet>(error: &E) -> StatusCode {
    let first = E::CASES.get(error.row()).and_then(|case| case.statuses.0.first());
    first.and_then(|&(status, _)| StatusCode::from_u16(status).ok()).expect("the macro wrote a status for each variant")
}

/// A row that is none: never asked for, since rows come out of the same table.
#[doc(hidden)]
#[must_use]
pub fn no_such_row(row: usize, _: &Problem<'_>) -> DecodeError {
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
