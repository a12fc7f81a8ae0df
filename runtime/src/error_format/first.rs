//! [`FirstFormat`]: one of several formats.

use std::fmt;

use super::{ErrorFormat, Problem};
use crate::response::reply::Reply;

/// Uses the first of several formats that finds a code. If none does, it uses the first one that can read the reply.
///
/// For APIs whose errors have more than one format, for example an API behind a gateway that returns errors in its own
/// format.
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
