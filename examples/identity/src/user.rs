//! The authenticated user.

use callsheet::{Arguments, Lookup, endpoint};
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::second;
use serde::Deserialize;

use crate::users::{IdentityCheckState, User, UserReply, UserSummary};
use crate::{Identity, NullableList, Refusal};

/// Get user details: returns the details of the authenticated user.
#[endpoint(
    method = "GET",
    path = "/user",
    api = Identity,
    response = CurrentUser,
    success = 200,
    // Guess: the page does not state which scopes.
    scopes("user"),
)]
#[derive(Debug, Clone)]
pub struct GetUser;

/// Update user details: changes the basic details of the user.
#[endpoint(
    method = "PATCH",
    path = "/user",
    api = Identity,
    response = UserReply,
    success = 200,
    errors(
        /// The input failed validation.
        // Guess: the page does not state a detail.
        validation_error(status = 422, detail = Option<Refusal>),
    ),
    // Guess: the page does not state which scopes.
    scopes("user"),
)]
#[derive(Debug, Clone)]
pub struct UpdateUser {
    /// The changes.
    pub properties: UserUpdateProperties,
}

/// Update user preferences: changes the preferences of the user.
#[endpoint(
    method = "PATCH",
    path = "/user/preferences",
    api = Identity,
    response = PreferencesReply,
    success = 200,
    errors(
        /// The input failed validation.
        // Guess: the page does not state a detail.
        validation_error(status = 422, detail = Option<Refusal>),
    ),
    // Guess: the page does not state which scopes.
    scopes("user"),
)]
#[derive(Debug, Clone)]
pub struct UpdatePreferences {
    /// The changes.
    pub properties: UserUpdatePreferencesProperties,
}

/// Create user identity check intent: creates an identity check intent for a user.
#[endpoint(
    method = "POST",
    path = "/user/identity_check",
    api = Identity,
    response = IdentityCheckReply,
    success = 200,
    // Guess: the page does not state which scopes.
    scopes("user"),
)]
#[derive(Debug, Clone)]
pub struct CreateIdentityCheck {
    /// The options of the check.
    pub properties: UserIdentityCheckProperties,
}

/// Get authorization details: returns the authorization details of the associated user.
#[endpoint(
    method = "POST",
    path = "/user/authorization",
    api = Identity,
    response = Authorization,
    success = 200,
    errors(
        /// A session id was sent without session properties.
        properties_not_provided = 400,
        /// The given session id is unknown.
        session_not_found = 404,
    ),
    // Guess: the page does not state which scopes.
    scopes("user"),
)]
#[derive(Clone)]
pub struct GetAuthorization {
    /// The user's token.
    #[body(sensitive)]
    pub token: String,
    /// The session to check.
    pub session: Option<SessionLookup>,
    /// Where the session is used. Required with `session`.
    pub properties: Option<SessionProperties>,
}

/// Changes to the user. Omitted members stay unchanged.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct UserUpdateProperties {
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The time zone, such as `Europe/London`.
    pub time_zone: Option<String>,
}

/// Changes to the preferences.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct UserUpdatePreferencesProperties {
    /// The colours of the pages: `light`, `dark` or `system`.
    pub color_scheme: String,
}

/// The options of an identity check.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct UserIdentityCheckProperties {
    /// The page that the user returns to after the check.
    pub return_url: String,
}

/// Finds a session.
// Guess: the page does not state the keys.
#[derive(Debug, Clone, Lookup)]
pub enum SessionLookup {
    /// By its id.
    Id(String),
}

/// Where a session is used.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct SessionProperties {
    /// The IP address.
    pub ip_address: String,
    /// The `User-Agent`.
    pub user_agent: Option<String>,
}

/// A reply with the authenticated user.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct CurrentUser {
    /// The user.
    pub user: User,
    /// The id of the user's session.
    pub session_id: Option<String>,
}

/// A reply with preferences.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct PreferencesReply {
    /// The current preferences.
    pub preferences: UserPreferences,
}

/// The user's preferences.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct UserPreferences {
    /// The colours of the pages.
    pub color_scheme: String,
}

/// A reply with an identity check.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct IdentityCheckReply {
    /// The check.
    pub identity_check: UserIdentityCheckIntent,
}

/// A check of a user's identity that has not been made yet.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct UserIdentityCheckIntent {
    /// Its id.
    pub id: String,
    /// The page on which the check is made.
    pub url: String,
    /// Whether the identity was checked.
    pub state: IdentityCheckState,
    /// When it expires.
    #[serde(with = "second::required")]
    pub expires_at: Timestamp,
}

/// What a user's token permits.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Authorization {
    /// The id of the client that the token was issued to.
    pub client_id: String,
    /// The user.
    pub user: UserSummary,
    /// When the token expires.
    #[serde(with = "second::required")]
    pub expiry: Timestamp,
    /// The scopes of the token.
    pub scopes: Vec<String>,
    /// The user's roles.
    pub roles: Vec<String>,
    /// The session, if the request named one.
    pub session: Option<SessionValidity>,
}

/// Whether a session can be trusted.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct SessionValidity {
    /// Whether it has not expired.
    pub active: bool,
    /// Whether it can be trusted.
    pub trusted: Option<bool>,
    /// Why it cannot be trusted.
    pub reasons_to_distrust: NullableList<String>,
    /// Whether its IP address can be trusted.
    pub trusted_ip_address: Option<bool>,
    /// Whether the user used two-factor authentication.
    pub two_factor_auth: Option<bool>,
    /// When it started.
    #[serde(default, with = "second::optional")]
    pub session_created_at: Option<Timestamp>,
    /// When the user logged in.
    #[serde(default, with = "second::optional")]
    pub logged_in_at: Option<Timestamp>,
}
