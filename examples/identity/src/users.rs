//! Users.

use callsheet::{Arguments, OpenEnum, endpoint};
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::second;
use serde::Deserialize;

use crate::organizations::OrganizationUser;
use crate::{Identity, NullableList, Refusal};

/// Create user: creates a new user.
#[endpoint(
    method = "POST",
    path = "/users",
    api = Identity,
    response = CreatedUser,
    success = 201,
    errors(
        /// The input failed validation.
        // Guess: the page does not state a detail.
        validation_error(status = 422, detail = Option<Refusal>),
    ),
    // Guess: the page does not state which scopes.
    scopes("users"),
)]
#[derive(Debug, Clone)]
pub struct CreateUser {
    /// The user to create.
    pub properties: UserCreationProperties,
}

/// A new user.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct UserCreationProperties {
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The email address.
    pub email_address: String,
    /// The time zone, such as `Europe/London`.
    pub time_zone: Option<String>,
    /// Whether to return a code with which the user authorizes the caller.
    pub oauth_authorization: Option<bool>,
}

/// A user who was created.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct CreatedUser {
    /// The user's id.
    pub id: String,
    /// The code with which the user authorizes the caller.
    pub oauth_authorization_code: Option<String>,
}

/// A reply with a user.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct UserReply {
    /// The user.
    pub user: User,
}

/// The members that every representation of a user has.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Person {
    /// The user's id.
    pub id: String,
    /// The full name.
    pub name: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// The time zone.
    pub time_zone: String,
    /// Whether the user uses two-factor authentication.
    pub two_factor_auth_enabled: bool,
    /// The main email address.
    pub email_address: Option<String>,
    /// All email addresses.
    pub email_addresses: NullableList<String>,
    /// Whether the user's identity was checked.
    pub identity_check_state: IdentityCheckState,
    /// When the identity was verified.
    #[serde(default, with = "second::optional")]
    pub identity_check_verified_at: Option<Timestamp>,
}

/// A user, with all members.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The members that every representation of a user has.
    #[serde(flatten)]
    pub person: Person,
    /// The names of the user's roles.
    pub roles: NullableList<String>,
    /// The user's roles.
    pub roles_details: NullableList<Role>,
    /// The permissions of the roles.
    pub role_permissions: NullableList<String>,
    /// The user's organizations.
    pub organizations: Vec<OrganizationUser>,
}

/// A user as part of another object.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct UserSummary {
    /// The members that every representation of a user has.
    #[serde(flatten)]
    pub person: Person,
    /// The names of the user's roles.
    pub roles: Vec<String>,
}

/// A role.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Role {
    /// Its name.
    pub name: String,
    /// Its display name.
    pub label: String,
    /// Its description.
    pub description: Option<String>,
    /// Whether it requires two-factor authentication.
    pub require_two_factor_auth: bool,
    /// The id of the organization that it belongs to.
    pub organization_id: Option<String>,
}

/// Whether a user's identity was checked.
// Guess: the page does not state the values.
#[derive(Debug, Clone, PartialEq, Eq, OpenEnum)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IdentityCheckState {
    /// Not yet.
    Unverified,
    /// The identity was verified.
    Verified,
    /// A state that the API added later.
    Other(String),
}
