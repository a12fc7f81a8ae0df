//! [`ProblemDetailsFormat`]: RFC 9457.

use std::borrow::Cow;

use http::header::CONTENT_TYPE;

use super::cut::part;
use super::{ErrorFormat, JsonFormat, Problem};
use crate::response::reply::Reply;

const MEMBERS: JsonFormat = JsonFormat::FLAT.code("type").messages(&["detail", "title"]).whole_as_detail();

/// Problem details for HTTP APIs, RFC 9457 (and RFC 7807 before it).
///
/// The code is the URI in `type`, as written. There is no code if `type` is absent or `about:blank`, which means the
/// same as the status (section 4.2.1). The message is `detail`, otherwise `title`. The detail is the whole object, so
/// your type can read extension members.
///
/// A reply has this format if its content type is `application/problem+json`. Because many servers send problems as
/// `application/json`, a JSON object with a string as `type`, `title` or `detail` is also accepted.
///
/// ```
/// use callsheet::{Api, Endpoint, endpoint, error::NoErrors, error_format::{ErrorFormat, ProblemDetailsFormat}};
///
/// pub enum Shop {}
///
/// impl Api for Shop {
///     const ERROR_FORMAT: &'static dyn ErrorFormat = &ProblemDetailsFormat::new();
///     type Errors = NoErrors;
/// }
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Credit {
///     balance: i64,
/// }
///
/// #[endpoint(method = "POST", path = "/orders", api = Shop, errors(
///     out_of_credit(status = 403, code = "https://example.com/out-of-credit", detail = Credit),
/// ))]
/// struct Order {}
///
/// let response = http::Response::builder()
///     .status(403)
///     .header("content-type", "application/problem+json")
///     .body(bytes::Bytes::from(r#"{"type":"https://example.com/out-of-credit","title":"No credit","balance":30}"#))?;
/// let error = Order::read_response(response).unwrap_err();
/// assert!(matches!(error.documented(), Some(OrderError::OutOfCredit { detail: Credit { balance: 30 }, .. })));
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct ProblemDetailsFormat {
    last_segment: bool,
}

impl ProblemDetailsFormat {
    /// Uses the whole `type` as the code.
    #[must_use]
    pub const fn new() -> Self {
        Self { last_segment: false }
    }

    /// Uses only the last segment of `type` as the code, for URIs that differ by host or version. It is the fragment if
    /// there is one, otherwise the text after the last `/` (or `:` of a `urn:`), without the query.
    ///
    /// `https://example.com/probs/out-of-credit`, `/probs#out-of-credit` and `urn:problem-type:out-of-credit` are all
    /// `out-of-credit`.
    #[must_use]
    pub const fn last_segment(mut self) -> Self {
        self.last_segment = true;
        self
    }

    fn code(self, uri: Cow<'_, str>) -> Option<Cow<'_, str>> {
        if matches!(uri.trim(), "" | "about:blank") {
            return None;
        }
        Some(if self.last_segment { part(uri, last_segment) } else { uri })
    }
}

impl ErrorFormat for ProblemDetailsFormat {
    fn read<'a>(&self, reply: &'a Reply) -> Option<Problem<'a>> {
        let problem = MEMBERS.read(reply)?;
        let has_the_shape = problem.code.is_some() || problem.message.is_some();
        if !has_the_shape && !is_problem_json(reply) {
            return None;
        }
        let code = problem.code.and_then(|uri| self.code(uri));
        Some(Problem { code, ..problem })
    }
}

/// Whether the content type is `application/problem+json`, with any parameters.
fn is_problem_json(reply: &Reply) -> bool {
    let value = reply.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/problem+json")
}

fn last_segment(uri: &str) -> &str {
    let (path, fragment) = uri.split_once('#').unwrap_or((uri, ""));
    let path = path.split('?').next().unwrap_or_default();
    let part = if fragment.is_empty() { path } else { fragment };
    part.rsplit(['/', ':']).find(|segment| !segment.is_empty()).unwrap_or(uri)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error_format::tests::reply_of;

    #[test]
    fn last_segment_is_found_in_any_kind_of_uri() {
        for (uri, expected) in [
            ("https://example.com/probs/out-of-credit", "out-of-credit"),
            ("https://example.com/probs/out-of-credit/", "out-of-credit"),
            ("https://example.com/probs/out-of-credit?v=1/2", "out-of-credit"),
            ("https://example.com/probs#out-of-credit", "out-of-credit"),
            ("https://example.com/probs/out-of-credit#", "out-of-credit"),
            ("urn:problem-type:out-of-credit", "out-of-credit"),
            ("out-of-credit", "out-of-credit"),
            ("//", "//"),
        ] {
            assert_eq!(last_segment(uri), expected, "{uri}");
        }
    }

    #[test]
    fn about_blank_is_not_a_code_and_title_replaces_a_missing_detail() {
        for body in [r#"{"type":"about:blank","title":"t"}"#, r#"{"title":"t"}"#, r#"{"type":7,"title":"t"}"#] {
            let reply = reply_of(&[], body);
            let problem = ProblemDetailsFormat::new().read(&reply).unwrap();
            assert_eq!((problem.code(), problem.message()), (None, Some("t".to_owned())), "{body}");
            assert_eq!(problem.detail.as_deref(), Some(body));
        }
    }

    #[test]
    fn object_without_members_is_a_problem_by_its_content_type() {
        let body = r#"{"status":404}"#;
        let read = |content_type| {
            let reply = reply_of(&[("content-type", content_type)], body);
            ProblemDetailsFormat::new().read(&reply).map(|problem| problem.detail.is_some())
        };
        assert_eq!(read("application/json"), None);
        assert_eq!(read("Application/Problem+JSON; charset=utf-8"), Some(true));
    }
}
