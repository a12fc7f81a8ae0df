//! Why a token could not be fetched, for all the calls that waited for it.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::boxed::BoxError;

/// Why a token could not be fetched. Clones are the same failure.
#[derive(Clone)]
pub(super) struct Failure(Arc<Inner>);

enum Inner {
    OfSource(BoxError),
    Timeout(Duration),
    /// The payload, until one of the calls has taken it.
    Panic(Mutex<Option<Box<dyn Any + Send>>>),
}

impl Failure {
    pub(super) fn of_source(error: impl Into<BoxError>) -> Self {
        Self(Arc::new(Inner::OfSource(error.into())))
    }

    pub(super) fn timeout(limit: Duration) -> Self {
        Self(Arc::new(Inner::Timeout(limit)))
    }

    pub(super) fn panic(payload: Box<dyn Any + Send>) -> Self {
        Self(Arc::new(Inner::Panic(Mutex::new(Some(payload)))))
    }

    pub(super) fn is_timeout(&self) -> bool {
        matches!(*self.0, Inner::Timeout(_))
    }

    /// The error of a call that waited.
    ///
    /// # Panics
    ///
    /// If the source panicked, the first call that gets here resumes the panic; the others get an error.
    pub(super) fn into_error(self) -> BoxError {
        if let Inner::Panic(payload) = &*self.0 {
            let payload = payload.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(payload) = payload {
                std::panic::resume_unwind(payload);
            }
        }
        Box::new(self)
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Inner::OfSource(error) => fmt::Debug::fmt(error, f),
            Inner::Timeout(limit) => f.debug_tuple("Timeout").field(limit).finish(),
            Inner::Panic(_) => f.write_str("Panic"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Inner::OfSource(error) => fmt::Display::fmt(error, f),
            Inner::Timeout(limit) => write!(f, "the token source did not return a token within {limit:?}"),
            Inner::Panic(_) => f.write_str("the token source panicked"),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Inner::OfSource(error) => error.source(),
            Inner::Timeout(_) | Inner::Panic(_) => None,
        }
    }
}
