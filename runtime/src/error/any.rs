//! [`AnyError`]: one type for the errors of all endpoints.

use std::fmt;

use crate::error::Error;
use crate::error::documented::{DocumentedError, ErrorSet, Facts};

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

    /// The error set that it was made from, if it is `E`, or a set that this one took in: the errors that any endpoint of
    /// an API may answer are found by the type of the set, whichever the endpoint.
    #[must_use]
    pub fn downcast_ref<E: DocumentedError>(&self) -> Option<&E> {
        let mut next: Option<&dyn DocumentedError> = Some(&*self.0);
        while let Some(set) = next {
            let error: &(dyn std::error::Error + 'static) = set;
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            next = set.included();
        }
        None
    }

    /// What the server tells about it for programs, if that is a `T` or an `Option` that holds one: the detail that several
    /// endpoints document is read in one place.
    ///
    /// ```
    /// # use callsheet::{AnyError, Endpoint, endpoint};
    /// # #[derive(Debug, serde::Deserialize)]
    /// # pub struct Invalid { pub details: Vec<String> }
    /// # #[endpoint(method = "POST", path = "/users", errors(validation_error(status = 422, detail = Invalid)))]
    /// # struct CreateUser {}
    /// # let body = r#"{"error":{"code":"validation_error","detail":{"details":["Name can't be blank"]}}}"#;
    /// # let response = http::Response::builder().status(422).body(body.into()).unwrap();
    /// # let error = AnyError::from(CreateUser::read_response(response).unwrap_err());
    /// if let Some(invalid) = error.documented().and_then(|error| error.detail::<Invalid>()) {
    ///     println!("refused: {}", invalid.details.join(", "));
    /// }
    /// # assert_eq!(error.documented().unwrap().detail::<Invalid>().unwrap().details.len(), 1);
    /// ```
    #[must_use]
    pub fn detail<T: 'static>(&self) -> Option<&T> {
        let detail = self.0.detail()?;
        detail.downcast_ref().or_else(|| detail.downcast_ref::<Option<T>>()?.as_ref())
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
    fn facts(&self) -> Facts<'_> {
        self.0.facts()
    }
}

impl<E: ErrorSet> From<Error<E>> for AnyError {
    fn from(error: Error<E>) -> Self {
        error.into_any()
    }
}
