//! [`Api`]: an HTTP service and what its endpoints have in common.

use crate::error::documented::{DocumentedError, ErrorEnum, NoErrors};
use crate::error_format::{ErrorFormat, ErrorsInSuccess, Problem, StandardFormat};
use crate::response::decode_error::DecodeError;
use crate::response::reply::Reply;
use crate::spec::ErrorTable;

/// One HTTP service: what its endpoints have in common.
///
/// Endpoints without the key `api` belong to [`JsonApi`]. A [`Client`](crate::Client) of one API sends only that API's
/// endpoints.
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
/// let client = Client::for_api::<Identity>().bearer("TOKEN").build()?;
/// let request = client.to_request(&GetUser).map_err(callsheet::AnyError::from)?;
/// assert_eq!(request.uri(), "https://identity.example.com/api/v1/user");
/// assert_eq!(request.headers()["accept-language"], "en");
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an API",
    label = "expected a type that implements `callsheet::Api`",
    note = "write `impl callsheet::Api for {Self} {{ .. }}`"
)]
pub trait Api: 'static {
    /// The base URL of this API, if it is the same for all users. [`Client::for_api`](crate::Client::for_api) starts with
    /// it, and [`ClientBuilder::build`](crate::ClientBuilder::build) checks it like any [`BaseUrl`](crate::BaseUrl).
    ///
    /// By default `None`: each client sets its own by [`base_url`](crate::ClientBuilder::base_url).
    const BASE_URL: Option<&'static str> = None;

    /// Header fields that every call sends if neither the endpoint nor the client sets them. By default none.
    ///
    /// An invalid name or value, and a header field that [only the transport sets](crate::reference::fields#header), makes
    /// the client's `build` fail.
    const HEADERS: &'static [(&'static str, &'static str)] = &[];

    /// Where error responses contain their code, message and detail.
    const ERROR_FORMAT: &'static dyn ErrorFormat;

    /// Which replies with a success status are errors, for an API that reports errors with status 200. Its documented
    /// errors may have a success status.
    const ERRORS_IN_SUCCESS: ErrorsInSuccess = ErrorsInSuccess::NEVER;

    /// The errors that any of its endpoints may return: [`NoErrors`], or an enum with `#[errors(..)]`.
    ///
    /// Each endpoint's own enum contains them in the variant `Shared`.
    type Errors: ErrorEnum;

    /// Only for expansions: see [`ApiIf`].
    #[doc(hidden)]
    const IS_API: bool = true;

    /// Only for expansions: see [`ErrorEnum::IS_SENT`].
    #[doc(hidden)]
    const ARE_ERRORS_SENT: bool = <Self::Errors as ErrorEnum>::IS_SENT;
}

/// The type of an `api = K` itself. Expansions write it as `<K as ApiIf<{ <K as Api>::IS_API }>>::Itself`.
///
/// If `K` is not an API, the constant is an error. Then the whole type is one, and rustc reports no use of it.
#[doc(hidden)]
pub trait ApiIf<const IS_API: bool> {
    /// The same type.
    type Itself: Api;
}

#[diagnostic::do_not_recommend]
impl<A: Api, const IS_API: bool> ApiIf<IS_API> for A {
    type Itself = A;
}

/// The errors of an API, for the enums that include them. The bound of [`Api::Errors`] reports a type that is not an error
/// set in the impl of [`Api`]. Here it is not required again. `IS_SENT` is as in [`ErrorSetIf`](crate::error::documented::ErrorSetIf).
#[doc(hidden)]
pub trait ApiErrorsIf<const IS_SENT: bool>: Api {
    /// See [`ErrorEnum::ROWS`].
    const TABLE: &'static ErrorTable;

    /// Returns the error as a trait object.
    fn as_documented(error: &Self::Errors) -> &dyn DocumentedError;

    /// See [`ErrorEnum::message_mut`].
    fn message_mut(error: &mut Self::Errors) -> &mut Option<String>;

    /// See [`ErrorEnum::from_reply`].
    ///
    /// # Errors
    ///
    /// If the detail or the body does not decode into its type.
    fn from_reply(row: usize, problem: &Problem<'_>, reply: &Reply) -> Result<Self::Errors, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<A: Api<Errors: Send + Sync>, const IS_SENT: bool> ApiErrorsIf<IS_SENT> for A {
    const TABLE: &'static ErrorTable = A::Errors::ROWS;

    fn as_documented(error: &A::Errors) -> &dyn DocumentedError {
        error
    }

    fn message_mut(error: &mut A::Errors) -> &mut Option<String> {
        ErrorEnum::message_mut(error)
    }

    fn from_reply(row: usize, problem: &Problem<'_>, reply: &Reply) -> Result<A::Errors, DecodeError> {
        <A::Errors as ErrorEnum>::from_reply(row, problem, reply)
    }
}

/// The API of endpoints without the key `api`: JSON, with errors in the [`StandardFormat`].
#[derive(Debug, Clone, Copy)]
pub enum JsonApi {}

#[diagnostic::do_not_recommend]
impl Api for JsonApi {
    const ERROR_FORMAT: &'static dyn ErrorFormat = &StandardFormat;
    type Errors = NoErrors;
}
