//! [`FirstFormat`]: one of several formats.

use std::fmt;

use super::{ErrorFormat, Problem};
use crate::response::reply::Reply;

/// The first of several formats that finds a code; where none does, the first that reads the reply at all.
///
/// For APIs whose errors have more than one form, as those that stand behind a gateway which answers in its own.
///
/// ```
/// use callsheet::error_format::{ErrorFormat, FirstFormat, JsonFormat, ProblemDetailsFormat};
///
/// // The API's own problem details, and the gateway's `{"errors": [{"code": ".."}]}`.
/// const ERROR_FORMAT: &'static dyn ErrorFormat =
///     &FirstFormat(&[&ProblemDetailsFormat::new(), &JsonFormat::LIST]);
/// ```
#[derive(Clone, Copy)]
pub struct FirstFormat(
    /// The formats, in order.
    pub &'static [&'static dyn ErrorFormat],
);

impl ErrorFormat for FirstFormat {
    fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>> {
        let mut without_code = None;
        for format in self.0 {
            match format.read(reply) {
                Some(problem) if problem.code.is_some() => return Some(problem),
                problem => without_code = without_code.or(problem),
            }
        }
        without_code
    }
}

impl fmt::Debug for FirstFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FirstFormat({} formats)", self.0.len())
    }
}
