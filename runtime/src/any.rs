//! [`AnyError`]: one type for the errors of all endpoints.

use std::fmt;

use http::StatusCode;

use crate::error::Error;
use crate::set::{DocumentedError, ErrorSet};

/// The error of any endpoint, for an SDK or a program that has one error type: every [`Error`] converts into it by `?`.
///
/// It answers like the error that it was made from, and gives that back by [`AnyDocumented::downcast_ref`].
pub type AnyError = Error<AnyDocumented>;

/// A documented error of any endpoint.
pub struct AnyDocumented(Box<dyn DocumentedError>);

impl AnyDocumented {
    /// Puts away the type of a documented error.
    pub fn new(error: impl DocumentedError) -> Self {
        Self(Box::new(error))
    }

    /// The error set that it was made from, if it is `E`.
    #[must_use]
    pub fn downcast_ref<E: DocumentedError>(&self) -> Option<&E> {
        let error: &(dyn std::error::Error + 'static) = &*self.0;
        error.downcast_ref()
    }
}

impl fmt::Debug for AnyDocumented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for AnyDocumented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl std::error::Error for AnyDocumented {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl DocumentedError for AnyDocumented {
    fn code(&self) -> Option<&str> {
        self.0.code()
    }

    fn status(&self) -> StatusCode {
        self.0.status()
    }

    fn message(&self) -> Option<&str> {
        self.0.message()
    }
}

impl<E: ErrorSet> From<Error<E>> for AnyError {
    fn from(error: Error<E>) -> Self {
        error.into_any()
    }
}
