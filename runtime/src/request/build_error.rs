//! [`BuildError`]: the reason why a request cannot be built.

use std::borrow::Cow;
use std::fmt;

use crate::request::refused::ValueError;

/// The error of a request that cannot be built. It contains the field and the reason, but never the value, because it
/// may be a secret.
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

    /// Returns the field of the endpoint's struct whose value is refused. `None` if the error is not about a single
    /// field.
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
