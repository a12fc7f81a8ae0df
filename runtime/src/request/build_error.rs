//! What is refused before anything is sent.

use std::borrow::Cow;
use std::fmt;

use crate::request::refused::ValueError;

/// A request that cannot be built: which field, and why. Never the value itself, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildError {
    field: Option<&'static str>,
    reason: ValueError,
}

impl BuildError {
    pub(crate) fn field(field: &'static str, reason: ValueError) -> Self {
        Self { field: Some(field), reason }
    }

    pub(crate) fn request(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { field: None, reason: ValueError::new(reason) }
    }

    /// The field of the endpoint's struct whose value is refused; `None` where it is the request as a whole.
    #[must_use]
    pub fn field_name(&self) -> Option<&'static str> {
        self.field
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "field `{field}`: {}", self.reason),
            None => fmt::Display::fmt(&self.reason, f),
        }
    }
}

impl std::error::Error for BuildError {}
