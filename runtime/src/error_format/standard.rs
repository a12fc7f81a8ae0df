//! [`StandardFormat`]: a nested or flat JSON object, with a string as code.

use super::first::FirstFormat;
use super::json::JsonFormat;
use super::{ErrorFormat, Problem};
use crate::response::reply::Reply;

/// The default format: `{"error": {"code", "description" or "message", "detail"}}` or the same members without the
/// outer `error`.
///
/// It tries [`JsonFormat::NESTED`] first, then [`JsonFormat::FLAT`]. The code must be a string, because in some APIs a
/// number in this place is the status.
///
/// ```
/// use callsheet::{Endpoint, endpoint};
///
/// #[endpoint(method = "GET", path = "/organization", errors(not_found = 404))]
/// struct GetOrganization {}
///
/// for body in [r#"{"error":{"code":"not_found"}}"#, r#"{"code":"not_found"}"#] {
///     let error = GetOrganization::read_response(http::Response::builder().status(404).body(body.into())?).unwrap_err();
///     assert!(matches!(error.documented(), Some(GetOrganizationError::NotFound { .. })));
/// }
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct StandardFormat;

impl ErrorFormat for StandardFormat {
    fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>> {
        FirstFormat(&[&JsonFormat::NESTED, &JsonFormat::FLAT]).read(reply)
    }
}
