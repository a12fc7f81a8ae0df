//! [`Endpoint`]: what `#[endpoint]` implements, and building and reading without a network.

pub(crate) mod api;
pub(crate) mod classify;
pub(crate) mod drift;

pub use self::api::{Api, JsonApi};

use bytes::Bytes;
use http::{Request, Response};

use crate::endpoint::classify::{Judging, Outcome};
use crate::error::Error;
use crate::error::documented::ErrorSet;
use crate::request::base_url::BaseUrl;
use crate::request::build_error::BuildError;
use crate::request::draft::Draft;
use crate::request::header;
use crate::response::decode_error::DecodeError;
use crate::response::reply::Reply;
use crate::spec::{Reference, Spec};
use crate::transport::Body;

/// One operation of an API. `#[endpoint]` implements it; nobody does so by hand.
///
/// Its methods work without a network: they build the request for any HTTP client there is, and read the response that
/// it brings.
///
/// ```
/// use callsheet::{BaseUrl, Endpoint, endpoint};
///
/// #[endpoint(method = "GET", path = "/organizations/<organization>", response = Organization)]
/// pub struct GetOrganization {
///     pub organization: String,
/// }
///
/// #[derive(Debug, serde::Deserialize)]
/// pub struct Organization {
///     pub name: String,
/// }
///
/// let base: BaseUrl = "https://api.example.com/v1".parse()?;
/// let request = GetOrganization { organization: "a/b".into() }.to_request(&base)?;
/// assert_eq!(request.method(), "GET");
/// assert_eq!(request.uri(), "https://api.example.com/v1/organizations/a%2Fb");
///
/// let response = http::Response::new(bytes::Bytes::from(r#"{"name":"Acme"}"#));
/// let organization = GetOrganization::read_response(response)?;
/// assert_eq!(organization.name, "Acme");
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no endpoint",
    label = "expected a struct under `#[endpoint(..)]`"
)]
pub trait Endpoint: Sized + 'static {
    /// The API that it belongs to.
    type Api: Api;
    /// What a success gives.
    type Response: Send + 'static;
    /// Its documented errors.
    type Error: ErrorSet;

    /// What the runtime reads of it on every call.
    const SPEC: &'static Spec;
    /// What tools want to know of it.
    const REFERENCE: &'static Reference;

    /// The media types that a success is read from, as the value of `Accept`:
    /// [`FromReply::ACCEPT`](crate::response::FromReply::ACCEPT) of the response.
    const ACCEPT: &'static str = "*/*";

    /// The content types that the type of its payload names; none if there is no such type.
    #[doc(hidden)]
    const CONTENT_TYPES: &'static [&'static str] = &[];

    /// Hands the values to the request that waits for them.
    ///
    /// # Errors
    ///
    /// Where a value cannot stand in its place.
    fn fill(&self, draft: Draft<'_>) -> Result<Request<Body>, BuildError>;

    /// Reads the value of a success into `value`.
    ///
    /// # Errors
    ///
    /// Where the body does not decode.
    fn decode(reply: &Reply, value: &mut Option<Self::Response>) -> Result<(), DecodeError>;

    /// Builds the request, for an API that is at `base`.
    ///
    /// It holds what the endpoint says and nothing of a client's: no token, no default headers.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] where a value cannot stand in its place.
    fn to_request(&self, base: &BaseUrl) -> Result<Request<Body>, Error<Self::Error>> {
        let built = self.fill(Draft::new(base, Self::SPEC)).and_then(|mut request| {
            header::accept(request.headers_mut(), Self::SPEC)?;
            Ok(request)
        });
        built.map_err(|source| classify::not_built(Self::SPEC, base, source).typed())
    }

    /// Reads the result out of a response that came by whatever way.
    ///
    /// # Errors
    ///
    /// [`Error::Documented`], [`Error::Undocumented`], [`Error::UnexpectedBody`] or [`Error::Decode`]; each holds all
    /// of the response.
    fn read_response(response: Response<Bytes>) -> Result<Self::Response, Error<Self::Error>> {
        let reply = Reply::without_client(response);
        let mut outcome = Outcome::<Self>::nothing();
        let came = classify::read(Judging::of::<Self>(), reply, None, &mut outcome);
        outcome.with(came, |value, _| value)
    }
}
