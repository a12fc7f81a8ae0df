//! An SDK of Krystal Identity: one struct per endpoint.
//!
//! ```no_run
//! use krystal_identity::Identity;
//! use krystal_identity::organizations::{ListOrganizations, OrganizationLookup, UpdateOrganization, OrganizationUpdateProperties};
//!
//! # async fn run() -> Result<(), krystal_identity::Error> {
//! let client = Identity::client("TOKEN")?;
//! for organization in ListOrganizations::builder().exclude_managed(true).send(&client).await?.organizations {
//!     println!("{}", organization.name);
//! }
//! UpdateOrganization::builder()
//!     .organization(OrganizationLookup::Identifier("acme".to_owned()))
//!     .properties(OrganizationUpdateProperties::builder().postcode("N1 1AA").build())
//!     .send(&client)
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! | resource | endpoints |
//! | --- | --- |
//! | [`client::organizations`] | create, update, for clients |
//! | [`client::users`] | get, for clients |
//! | [`organizations`] | list, get, update, permissions |
//! | [`invites`] | list, create |
//! | [`signup_intents`] | create |
//! | [`ssh_keys`] | create, authenticate |
//! | [`user`] | get, update, preferences, identity check, authorization |
//! | [`users`] | create |
//!
//! Each call has its own error type, with a variant for each documented error. `?` converts all of them to [`Error`], whose
//! kind can be matched. [`IdentityErrors`] are the errors that any endpoint may return.
//!
//! # Guesses
//!
//! The documentation names the types of argument objects, lookups and enums, but not their contents. Each guess is marked in
//! the source by a comment that begins with `Guess: the page does not state`: the members of each `..Properties`, the keys
//! of each lookup, the values of each enum, the details of errors, the scopes, and the errors that any endpoint may return.
//! Enums keep other values, and a detail is `None` if it has another format, so a wrong guess loses nothing.
//!
//! Types have the names from the documentation, in Rust's case and without `Enum`.

pub mod client;
mod error;
pub mod invites;
pub mod organizations;
pub mod signup_intents;
pub mod ssh_keys;
pub mod user;
pub mod users;

use callsheet::{
    Api, ClientBuilder, ConfigError,
    error_format::{ErrorFormat, JsonFormat},
};

pub use crate::error::{
    Argument, Denial, Error, ErrorKind, IdentityErrors, InvalidArgument, MissingArgument, RateLimit, Refusal, Scopes,
};

/// Krystal Identity. [`IdentityErrors`] are the errors that any endpoint may return.
#[derive(Debug, Clone, Copy)]
pub enum Identity {}

impl Api for Identity {
    const BASE_URL: Option<&'static str> = Some("https://identity.krystal.io/api/v1");
    // Guess: the page does not state the format of errors.
    const ERROR_FORMAT: &'static dyn ErrorFormat = &JsonFormat::NESTED;
    type Errors = IdentityErrors;
}

callsheet::endpoints! {
    /// Every endpoint of the SDK, for tools that work without their types.
    pub mod endpoints:
        client::organizations::CreateOrganization,
        client::organizations::UpdateOrganization,
        client::users::GetUser,
        invites::CreateInvite,
        invites::ListInvites,
        organizations::GetOrganization,
        organizations::GetPermissions,
        organizations::ListOrganizations,
        organizations::UpdateOrganization,
        signup_intents::CreateSignupIntent,
        ssh_keys::AuthenticateSshKey,
        ssh_keys::CreateSshKey,
        user::CreateIdentityCheck,
        user::GetAuthorization,
        user::GetUser,
        user::UpdatePreferences,
        user::UpdateUser,
        users::CreateUser,
}

/// A client of this API.
pub type Client = callsheet::Client<Identity>;

impl Identity {
    /// A client with this token. For other settings, start with [`builder`](Self::builder).
    ///
    /// # Errors
    ///
    /// If the token contains a line break, or the transport cannot be built.
    pub fn client(token: impl AsRef<str>) -> Result<Client, ConfigError> {
        Self::builder().bearer(token).build()
    }

    /// Builds a client, with this SDK's `User-Agent`. For another server, set its `base_url`.
    pub fn builder() -> ClientBuilder<Self> {
        callsheet::Client::for_api().user_agent(concat!("krystal-identity/", env!("CARGO_PKG_VERSION")))
    }
}

/// A list that may be null, with elements that may be null. The documentation writes `[ String? ]`.
pub type NullableList<T> = Option<Vec<Option<T>>>;
