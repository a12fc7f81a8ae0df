//! [`Endpoint`]: the trait that `#[endpoint]` implements, with methods that need no network.

pub(crate) mod api;
pub(crate) mod classify;
pub(crate) mod drift;
pub(crate) mod from_response;
pub(crate) mod list;
pub(crate) mod paged;
pub(crate) mod streaming;

pub use self::api::{Api, JsonApi};
pub use self::from_response::{FromResponse, Read};
pub use self::list::EndpointEntry;
#[doc(hidden)]
pub use self::list::{EndpointOf, Listed};
pub use self::paged::{Paged, PagedItems};
pub use self::streaming::StreamingReply;

use bytes::Bytes;
use http::{Request, Response};

use crate::boxed::MaybeSend;
use crate::endpoint::classify::{Arrived, Caller, Judging, Reading, StreamRules, Verdict};
use crate::error::documented::{ErrorEnum as _, ErrorSet};
use crate::error::reply::Said;
use crate::error::{AnyError, Error};
use crate::request::base_url::BaseUrl;
use crate::request::build_error::BuildError;
use crate::request::draft::Draft;
use crate::request::header;
use crate::response::decode_error::DecodeError;
use crate::response::reply::Reply;
use crate::spec::{Reference, Spec};
use crate::transport::Body;

/// One operation of an API, implemented by [`#[endpoint]`](macro@crate::endpoint). It cannot be implemented by hand.
///
/// Its methods work without a network: they build the request for any HTTP client, and read the response that it
/// returns. The constants `SPEC` and `REFERENCE` describe the endpoint to tools: see [`spec`](crate::spec).
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
    message = "`{Self}` is not an endpoint",
    label = "expected a struct under `#[endpoint(..)]`"
)]
pub trait Endpoint: Sized + 'static {
    /// The API that it belongs to.
    type Api: Api;
    /// The value of a successful call.
    type Response: MaybeSend + 'static;
    /// Its documented errors.
    type Error: ErrorSet;

    /// The table that the runtime reads on every call.
    #[doc(hidden)]
    const SPEC: &'static Spec;
    /// The documentation of the endpoint, for tools.
    #[doc(hidden)]
    const REFERENCE: &'static Reference;

    /// The media types of a successful response, as the value of `Accept`: [`FromResponse::ACCEPT`] of the response
    /// type.
    #[doc(hidden)]
    const ACCEPT: &'static str = Self::READ.accept();

    /// The content types of the payload's type; empty if no such type names any.
    #[doc(hidden)]
    const CONTENT_TYPES: &'static [&'static str] = &[];

    /// Whether a field is a lookup, for each field without an attribute that the path names and whose type may be one.
    #[doc(hidden)]
    const LOOKUPS: &'static [bool] = &[];

    /// Writes the values into the request.
    ///
    /// # Errors
    ///
    /// If a value is not valid in its place.
    #[doc(hidden)]
    fn fill(&self, draft: Draft<'_>) -> Result<Request<Body>, BuildError>;

    /// How a successful response is read.
    #[doc(hidden)]
    const READ: Read<Self::Response>;

    /// Builds the request for an API with this base URL.
    ///
    /// The request contains only what the endpoint defines, and nothing that a client adds: no credentials and no
    /// default header fields.
    ///
    /// # Errors
    ///
    /// [`Error::Build`] if a value is not valid in its place.
    fn to_request(&self, base: &BaseUrl) -> Result<Request<Body>, Error<Self::Error>> {
        let built = self.fill(Draft::new(base, Self::SPEC)).and_then(|mut request| {
            header::accept(request.headers_mut(), Self::SPEC)?;
            Ok(request)
        });
        built.map_err(|source| classify::not_built(Self::SPEC, base, source).typed())
    }

    /// Reads the result from a complete response, whichever HTTP client received it. If the endpoint returns a
    /// [stream](crate::stream), the stream yields the bytes of this response.
    ///
    /// # Errors
    ///
    /// [`Error::Documented`], [`Error::Undocumented`], [`Error::UnexpectedBody`] or [`Error::Decode`]; each contains
    /// the whole response.
    fn read_response(response: Response<Bytes>) -> Result<Self::Response, Error<Self::Error>> {
        let arrived = judging::<Self>().arrived(Reply::without_client(response), false);
        read::<Self, _>(arrived, None, |value, _| value)
    }
}

/// The errors that an endpoint shares with the other endpoints of its [`Api`].
#[doc(hidden)]
pub type SharedErrors<E> = <<E as Endpoint>::Api as Api>::Errors;

/// The API of an endpoint.
#[doc(hidden)]
pub type ApiOf<E> = <E as Endpoint>::Api;

/// The tables and functions that classify the replies of this endpoint.
pub(crate) fn judging<E: Endpoint>() -> &'static Judging {
    const {
        &Judging {
            spec: E::SPEC,
            table: E::Error::TABLE,
            format: E::Api::ERROR_FORMAT,
            in_success: E::Api::ERRORS_IN_SUCCESS,
            stream: match E::READ.check() {
                Some(check) => Some(StreamRules { check, refused: refused::<E> }),
                None => None,
            },
        }
    }
}

/// Creates the error of a response that is not a success, after a stream has sent its request again.
fn refused<E: Endpoint>(arrived: Arrived, caller: &Caller<'_>) -> AnyError {
    match read::<E, _>(arrived, Some(caller), |_, reply| reply) {
        Err(error) => error.into_any(),
        // A success is either read as a stream, or its head does not pass the check.
        Ok(reply) => {
            let source = DecodeError::new("the response is not a stream");
            Reading::begin(judging::<E>(), Some(caller)).decode(reply, source).typed()
        }
    }
}

/// Turns a reply into the result of the call. [`Judging`] and [`Reading`] do everything that does not need the
/// endpoint's types, so this function is the only code that is compiled once per endpoint.
pub(crate) fn read<E: Endpoint, T>(
    mut arrived: Arrived,
    caller: Option<&Caller<'_>>,
    make: impl FnOnce(E::Response, Reply) -> T,
) -> Result<T, Error<E::Error>> {
    let judging = judging::<E>();
    let reading = Reading::begin(judging, caller);
    if arrived.is_success {
        let body = arrived.body.take();
        return match E::READ.value(&reading, &arrived.reply, body) {
            Ok(value) => {
                reading.value(&arrived.reply);
                Ok(make(value, arrived.reply))
            }
            Err(source) => Err(reading.decode(arrived.reply, source).typed()),
        };
    }
    // In the box before anything borrows from it, because each move of a reply copies 256 bytes.
    let reply = reading.error_reply(arrived.reply);
    let error = match judging.judge(&reply) {
        Verdict::Documented(row, mut problem) => match E::Error::from_reply(row, &problem, &reply) {
            Ok(error) => {
                let misfit = problem.take_misfit();
                drop(problem);
                return Err(Error::Documented { error, reply: reading.documented(reply, misfit) });
            }
            Err(source) => {
                let said = Said::of(problem);
                reading.unexpected_body(reply, Some(source), said)
            }
        },
        Verdict::UnexpectedBody(said) => reading.unexpected_body(reply, None, said),
        Verdict::Undocumented(said) => reading.undocumented(reply, said),
    };
    Err(error.typed())
}
