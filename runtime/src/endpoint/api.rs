//! [`Api`]: one HTTP service, that endpoints belong to.

use crate::error::documented::{ErrorSet, NoErrors};
use crate::error_format::{ErrorFormat, ErrorsInSuccess, StandardFormat};

/// One HTTP service: what its endpoints have in common.
///
/// Endpoints that name none belong to [`JsonApi`]. A [`Client`](crate::Client) of one API takes no other's endpoints.
///
/// ```
/// use callsheet::{Api, Client, endpoint, error::NoErrors, error_format::{ErrorFormat, StandardFormat}};
///
/// pub enum Identity {}
///
/// impl Api for Identity {
///     const BASE_URL: Option<&'static str> = Some("https://identity.example.com/api/v1");
///     const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
///     const HEADERS: &'static [(&'static str, &'static str)] = &[("accept-language", "en")];
///     type Errors = NoErrors;
/// }
///
/// #[endpoint(method = "GET", path = "/user", api = Identity)]
/// struct GetUser;
///
/// let client = Client::<Identity>::of_api().bearer("TOKEN").build()?;
/// let request = client.to_request(&GetUser).map_err(callsheet::AnyError::from)?;
/// assert_eq!(request.uri(), "https://identity.example.com/api/v1/user");
/// assert_eq!(request.headers()["accept-language"], "en");
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no API",
    label = "expected a type that implements `callsheet::Api`",
    note = "write `impl callsheet::Api for {Self} {{ .. }}`"
)]
pub trait Api: 'static {
    /// Where it is, if it is at one place for all: for [`Client::of_api`](crate::Client::of_api), whose `build` checks it as
    /// it does any [`BaseUrl`](crate::BaseUrl).
    const BASE_URL: Option<&'static str> = None;

    /// Headers that every call sends if neither the endpoint nor the client sets them. An invalid name or value, and a header
    /// field that [only the transport sets](crate::reference::fields#header), makes the client's `build` fail.
    const HEADERS: &'static [(&'static str, &'static str)] = &[];

    /// Where errors carry their code, message and detail.
    const ERROR_FORMAT: &'static dyn ErrorFormat;

    /// Which replies with a success status are errors, for an API that reports errors with status 200. Documented errors
    /// may have such a status then.
    const ERRORS_IN_SUCCESS: ErrorsInSuccess = ErrorsInSuccess::NEVER;

    /// The errors that any of its endpoints may answer: [`NoErrors`], or a set under `#[errors(..)]`.
    ///
    /// Each endpoint's own enum takes them in as the variant `Shared`.
    type Errors: ErrorSet;
}

/// The built-in API, of endpoints that name no other: JSON, with errors in the [`StandardFormat`].
#[derive(Debug, Clone, Copy)]
pub enum JsonApi {}

#[diagnostic::do_not_recommend]
impl Api for JsonApi {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    type Errors = NoErrors;
}
