//! Lists of endpoints: what [`endpoints!`](crate::endpoints) declares, for documents, checks and mocks.

use std::any::TypeId;
use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::Response;

use crate::endpoint::Endpoint;
use crate::endpoint::api::Api;
use crate::error::AnyError;
use crate::error::documented::{ErrorEnum, ErrorSet};
use crate::error_format::ErrorFormat;
use crate::spec::{CaseReference, ErrorTable, Reference, Spec};

/// An endpoint without its type, for code that works with all endpoints of an API. It contains the endpoint's tables
/// and a function that reads its replies.
///
/// [`endpoints!`](crate::endpoints) lists the entries of an SDK. A single one is `EndpointEntry::of::<CreateUser>()`.
#[derive(Clone, Copy)]
pub struct EndpointEntry {
    spec: &'static Spec,
    reference: &'static Reference,
    errors: &'static ErrorTable,
    error_reference: &'static [CaseReference],
    api_errors: &'static ErrorTable,
    api_error_reference: &'static [CaseReference],
    error_format: &'static dyn ErrorFormat,
    read: fn(Response<Bytes>) -> Result<(), AnyError>,
    id: fn() -> TypeId,
}

impl EndpointEntry {
    /// Returns the entry of an endpoint.
    #[must_use]
    pub const fn of<E: Endpoint>() -> Self {
        Self {
            spec: E::SPEC,
            reference: E::REFERENCE,
            errors: E::Error::TABLE,
            error_reference: E::Error::REFERENCE,
            api_errors: <E::Api as Api>::Errors::ROWS,
            api_error_reference: <E::Api as Api>::Errors::CASES,
            error_format: <E::Api as Api>::ERROR_FORMAT,
            read: read::<E>,
            id: TypeId::of::<E>,
        }
    }

    /// Returns the table that the runtime reads on every call: method, path, fields.
    #[must_use]
    pub const fn spec(&self) -> &'static Spec {
        self.spec
    }

    /// Returns what only tools read: docs and types.
    #[must_use]
    pub const fn reference(&self) -> &'static Reference {
        self.reference
    }

    /// Returns its documented errors: its own, then those of the sets that it includes, such as the set of its API.
    #[must_use]
    pub const fn errors(&self) -> &'static ErrorTable {
        self.errors
    }

    /// Returns names, docs and types of its own documented errors, in the order of [`ErrorTable::cases`].
    #[must_use]
    pub const fn error_reference(&self) -> &'static [CaseReference] {
        self.error_reference
    }

    /// Returns the errors that any endpoint of its API may return: [`Api::Errors`].
    #[must_use]
    pub const fn api_errors(&self) -> &'static ErrorTable {
        self.api_errors
    }

    /// Returns names, docs and types of the errors of its API, in the order of [`ErrorTable::cases`].
    #[must_use]
    pub const fn api_error_reference(&self) -> &'static [CaseReference] {
        self.api_error_reference
    }

    /// Returns where its API's errors contain code, message and detail: [`Api::ERROR_FORMAT`].
    #[must_use]
    pub const fn error_format(&self) -> &'static dyn ErrorFormat {
        self.error_format
    }

    /// Reads a response as [`Endpoint::read_response`] does, and drops the value of a success.
    ///
    /// # Errors
    ///
    /// The same as [`Endpoint::read_response`].
    pub fn read_response(&self, response: Response<Bytes>) -> Result<(), AnyError> {
        (self.read)(response)
    }

    /// Returns whether this is the entry of the endpoint `E`.
    #[must_use]
    pub fn is<E: Endpoint>(&self) -> bool {
        (self.id)() == TypeId::of::<E>()
    }
}

impl fmt::Debug for EndpointEntry {
    /// `EndpointEntry(CreateUser)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EndpointEntry").field(&format_args!("{}", self.spec.name)).finish()
    }
}

fn read<E: Endpoint>(response: Response<Bytes>) -> Result<(), AnyError> {
    E::read_response(response).map(drop).map_err(AnyError::from)
}

/// An entry with the type of its API. The compiler checks with it that all entries of a list belong to one API.
#[derive(Debug)]
pub struct EndpointOf<A> {
    entry: EndpointEntry,
    api: PhantomData<fn() -> A>,
}

/// A type that may be in a list: every [`Endpoint`].
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an endpoint",
    label = "expected a struct under `#[endpoint(..)]`"
)]
pub trait Listed {
    /// The API that it belongs to.
    type Api;
    /// Its entry.
    const ENTRY: EndpointEntry;
    /// The same entry, with the type of its API.
    const LISTED: EndpointOf<Self::Api>;
}

#[diagnostic::do_not_recommend]
impl<E: Endpoint> Listed for E {
    type Api = E::Api;
    const ENTRY: EndpointEntry = EndpointEntry::of::<E>();
    const LISTED: EndpointOf<E::Api> = EndpointOf { entry: Self::ENTRY, api: PhantomData };
}

/// The entries of a list.
///
/// # Panics
///
/// If the list is empty. The macro reports an empty list as an error.
#[must_use]
pub const fn of_one_api<A, const N: usize>(all: &[EndpointOf<A>; N]) -> [EndpointEntry; N] {
    let mut entries = [all[0].entry; N];
    let mut at = 0;
    while at < N {
        entries[at] = all[at].entry;
        at += 1;
    }
    entries
}

/// What [`endpoints!`](crate::endpoints) implements.
pub trait EndpointList {
    /// The entries, in order.
    const ALL: &'static [EndpointEntry];
}

/// Declares a list of endpoints: a module with a constant `ALL`, for documents, checks and mocks.
///
/// ```
/// use callsheet::{endpoint, endpoints};
///
/// /// List users.
/// #[endpoint(method = "GET", path = "/users", errors(forbidden = 403))]
/// pub struct ListUsers;
///
/// pub mod teams {
///     /// List teams.
///     #[callsheet::endpoint(method = "GET", path = "/teams")]
///     pub struct ListTeams;
/// }
///
/// endpoints! {
///     /// All endpoints.
///     pub mod all: ListUsers, teams::ListTeams
/// }
///
/// for entry in all::ALL {
///     println!("{} {}: {}", entry.spec().method, entry.spec().path, entry.reference().docs);
/// }
/// assert_eq!(all::ALL.len(), 2);
/// assert!(all::ALL[1].is::<teams::ListTeams>());
/// ```
///
/// The module has the visibility and the attributes that are written before it. Paths are resolved in the module that
/// calls the macro. Each entry may have a `#[cfg(..)]`. Each endpoint may be listed only once. All endpoints of a list
/// must belong to the same [`Api`](crate::Api), because a document or a mock describes one API. This is not checked if
/// every entry has a `#[cfg(..)]`.
#[macro_export]
macro_rules! endpoints {
    ($($tokens:tt)*) => {
        $crate::endpoints_of! { ($crate) $($tokens)* }
    };
}
