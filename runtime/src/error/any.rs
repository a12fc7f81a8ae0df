//! [`AnyError`]: one type for the errors of all endpoints.

use std::fmt;

use crate::error::Error;
use crate::error::documented::{DocumentedError, ErrorSet, Facts};
use crate::error::reply::Said;

/// The error of any endpoint. `?` converts every [`Error`] into it, so a function that calls several endpoints can return it.
///
/// Nothing is lost. [`Error::documented_as`] returns the error as the enum of its endpoint, or as a set that several
/// endpoints share. [`Error::detail`] returns a detail by its type.
///
/// # The error type of an SDK
///
/// `?` converts an error only once. Therefore an SDK's own type is created directly from each [`Error`]. With
/// `thiserror`:
///
/// ```
/// # use callsheet::{Client, endpoint, errors};
/// # use callsheet::error_format::{ErrorFormat, JsonFormat};
/// # #[errors(rate_limited = 429)]
/// # pub enum AcmeErrors {}
/// # pub enum Acme {}
/// # impl callsheet::Api for Acme {
/// #     const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::NESTED;
/// #     type Errors = AcmeErrors;
/// # }
/// # #[endpoint(method = "GET", path = "/user", api = Acme, response = u32, errors(user_not_found = 404))]
/// # struct GetUser {}
/// # #[endpoint(method = "POST", path = "/orders/<user>", api = Acme)]
/// # struct PlaceOrder { user: u32 }
/// use callsheet::{AnyError, ConfigError, error::DocumentedError};
///
/// #[derive(Debug, thiserror::Error)]
/// pub enum AcmeError {
///     #[error(transparent)]
///     Call(AnyError),
///     #[error(transparent)]
///     Config(#[from] ConfigError),
/// }
///
/// impl<E: DocumentedError> From<callsheet::Error<E>> for AcmeError {
///     fn from(error: callsheet::Error<E>) -> Self {
///         Self::Call(error.into_any())
///     }
/// }
///
/// async fn order(client: &Client<Acme>) -> Result<(), AcmeError> {
///     let user = GetUser {}.send(client).await?;
///     PlaceOrder { user }.send(client).await?;
///     Ok(())
/// }
///
/// fn is_rate_limit(error: &AcmeError) -> bool {
///     let AcmeError::Call(error) = error else { return false };
///     matches!(error.documented_as(), Some(AcmeErrors::RateLimited { .. }))
/// }
/// # let response = http::Response::builder().status(429);
/// # let response = response.body(r#"{"error":{"code":"rate_limited"}}"#.into()).unwrap();
/// # use callsheet::Endpoint as _;
/// # assert!(is_rate_limit(&GetUser::read_response(response).unwrap_err().into()));
/// ```
pub type AnyError = Error<AnyDocumented>;

/// A documented error of any endpoint.
pub struct AnyDocumented(Box<dyn DocumentedError>);

impl AnyDocumented {
    /// Wraps a documented error and hides its type.
    pub fn new(error: impl DocumentedError) -> Self {
        Self(Box::new(error))
    }

    /// Returns the error as a value of this error set: see [`Error::documented_as`].
    #[must_use]
    pub fn downcast_ref<S: DocumentedError>(&self) -> Option<&S> {
        find(&*self.0)
    }

    /// Returns the detail, if it is a `T`: see [`Error::detail`].
    #[must_use]
    pub fn detail<T: 'static>(&self) -> Option<&T> {
        detail(&*self.0)
    }
}

/// Returns the error itself or the error of an included set, whichever has the type `S`.
fn find<S: DocumentedError>(error: &dyn DocumentedError) -> Option<&S> {
    let mut next = Some(error);
    while let Some(set) = next {
        let error: &(dyn std::error::Error + 'static) = set;
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = match error.downcast_ref() {
            Some(AnyDocumented(inner)) => Some(&**inner),
            None => set.included(),
        };
    }
    None
}

fn detail<T: 'static>(error: &dyn DocumentedError) -> Option<&T> {
    let detail = error.detail()?;
    let optional = || detail.downcast_ref::<Option<T>>()?.as_ref();
    let boxed = || detail.downcast_ref::<Box<T>>().map(|it| &**it);
    let optional_and_boxed = || detail.downcast_ref::<Option<Box<T>>>()?.as_deref();
    detail.downcast_ref().or_else(optional).or_else(boxed).or_else(optional_and_boxed)
}

impl AnyError {
    /// Converts it back into the error of an endpoint. A documented error of another endpoint is not documented there.
    pub(crate) fn into_set<E: DocumentedError>(self) -> Error<E> {
        let (AnyDocumented(error), mut reply) = match self.split() {
            Ok(documented) => documented,
            Err(other) => return other.typed(),
        };
        let Facts { code, message, .. } = error.facts();
        let said = Said { code: code.map(Box::from), message: message.map(Box::from) };
        let error: Box<dyn std::error::Error> = error;
        match error.downcast() {
            Ok(error) => Error::Documented { error: *error, reply },
            Err(_) => {
                reply.set_said(said);
                Error::Undocumented { reply }
            }
        }
    }
}

impl<E: DocumentedError> Error<E> {
    /// Converts the error into an [`AnyError`], which hides the type of the endpoint.
    pub fn into_any(self) -> AnyError {
        self.map(AnyDocumented::new)
    }

    /// Returns the documented error as a value of this error set: the enum of the endpoint, a set that it includes, or
    /// the errors of its [`Api`](crate::Api). Returns `None` for another error. Use it to match shared errors in one
    /// place, whichever endpoint was called. [`AnyError`] has an example.
    pub fn documented_as<S: DocumentedError>(&self) -> Option<&S> {
        find(self.documented()?)
    }

    /// Returns the detail or the body of the documented error, if its type is `T`, or an `Option` or a `Box` of it. Use
    /// it to read a detail that several endpoints document.
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
    /// if let Some(invalid) = error.detail::<Invalid>() {
    ///     println!("invalid: {}", invalid.details.join(", "));
    /// }
    /// # assert_eq!(error.detail::<Invalid>().unwrap().details.len(), 1);
    /// ```
    pub fn detail<T: 'static>(&self) -> Option<&T> {
        detail(self.documented()?)
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
