//! The preconditions of a call.

use http::Method;
use http::header::{HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};

use crate::etag::ETags;
use crate::request::build_error::BuildError;

/// The header fields of a conditional request (RFC 9110 section 13.1).
#[derive(Clone, Default)]
pub(crate) struct Conditions {
    if_match: Option<HeaderValue>,
    if_none_match: Option<HeaderValue>,
    /// Whether a response with status 304 is a result.
    pub(crate) accepts_unchanged: bool,
}

impl Conditions {
    pub(crate) fn if_match(&mut self, versions: &ETags) -> Result<(), String> {
        if let Some(tag) = versions.all().iter().find(|tag| tag.is_weak()) {
            return Err(format!("the option `if_match`: {tag} is weak, and a weak tag never matches"));
        }
        self.if_match = Some(list(versions, "if_match")?);
        Ok(())
    }

    pub(crate) fn if_exists(&mut self) {
        self.if_match = Some(HeaderValue::from_static("*"));
    }

    pub(crate) fn if_absent(&mut self) {
        (self.if_none_match, self.accepts_unchanged) = (Some(HeaderValue::from_static("*")), false);
    }

    pub(crate) fn if_none_match(&mut self, versions: &ETags) -> Result<(), String> {
        (self.if_none_match, self.accepts_unchanged) = (Some(list(versions, "if_none_match")?), true);
        Ok(())
    }

    /// Refuses `if_none_match` for a request that changes the resource.
    fn check(&self, method: &Method) -> Result<(), BuildError> {
        if self.accepts_unchanged && !matches!(*method, Method::GET | Method::HEAD) {
            return Err(BuildError::request(
                "`if_none_match` fetches what has changed, with GET or HEAD: to change only what is still the same, use \
                 `if_match`; to create what does not exist, use `if_absent`",
            ));
        }
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.if_match.is_none() && self.if_none_match.is_none()
    }

    /// Merges the conditions. These take precedence over `others`.
    pub(crate) fn before(&mut self, others: &Self) {
        if self.if_match.is_none() {
            self.if_match.clone_from(&others.if_match);
        }
        if self.if_none_match.is_none() {
            self.if_none_match.clone_from(&others.if_none_match);
            self.accepts_unchanged = others.accepts_unchanged;
        }
    }

    /// Sets the fields on a request.
    pub(crate) fn set_on(&self, method: &Method, headers: &mut HeaderMap) -> Result<(), BuildError> {
        self.check(method)?;
        let fields: [(HeaderName, _); 2] = [(IF_MATCH, &self.if_match), (IF_NONE_MATCH, &self.if_none_match)];
        for (name, value) in fields {
            if let Some(value) = value {
                let refused = |_| BuildError::request("the request has too many header fields");
                headers.try_insert(name, value.clone()).map_err(refused)?;
            }
        }
        Ok(())
    }
}

fn list(versions: &ETags, option: &str) -> Result<HeaderValue, String> {
    match HeaderValue::from_str(&versions.list()) {
        Ok(list) if !list.is_empty() => Ok(list),
        _ => Err(format!("the option `{option}`: the list of versions is empty")),
    }
}
