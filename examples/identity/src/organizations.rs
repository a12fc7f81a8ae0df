//! Organizations, as their users see them.

use callsheet::{Arguments, Lookup, Patch, endpoint};
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::second;
use serde::Deserialize;

use crate::{Identity, NullableList, Refusal};

/// List user organizations: lists every organization the user has.
#[endpoint(
    method = "GET",
    path = "/organizations",
    api = Identity,
    response = Organizations,
    success = 200,
    // Guess: the page does not state which scopes.
    scopes("organizations"),
)]
#[derive(Debug, Clone)]
pub struct ListOrganizations {
    /// Whether to leave out organizations that somebody else manages; false where it is left out.
    pub exclude_managed: Option<bool>,
}

/// Get organization info: gives the information held on one organization.
#[endpoint(
    method = "GET",
    path = "/organizations/<organization>",
    api = Identity,
    response = OrganizationReply,
    success = 200,
    errors(
        /// The lookup matches no organization.
        organization_not_found = 404,
    ),
    // Guess: the page does not state which scopes.
    scopes("organizations"),
)]
#[derive(Debug, Clone)]
pub struct GetOrganization {
    /// The organization.
    pub organization: OrganizationLookup,
}

/// Update organization details: changes the details of an organization.
#[endpoint(
    method = "PATCH",
    path = "/organizations/<organization>",
    api = Identity,
    response = OrganizationReply,
    success = 200,
    errors(
        /// The lookup matches no organization.
        organization_not_found = 404,
        /// The input failed validation.
        // Guess: the page does not state a detail.
        validation_error(status = 422, detail = Option<Refusal>),
    ),
    // Guess: the page does not state which scopes.
    scopes("organizations"),
)]
#[derive(Debug, Clone)]
pub struct UpdateOrganization {
    /// The organization to change.
    pub organization: OrganizationLookup,
    /// What to change.
    pub properties: OrganizationUpdateProperties,
}

/// Get organization permission details: gives the caller's permissions within an organization.
#[endpoint(
    method = "GET",
    path = "/organizations/<organization>/permissions",
    api = Identity,
    response = PermissionsReply,
    success = 200,
    errors(
        /// The lookup matches no organization.
        organization_not_found = 404,
    ),
    // Guess: the page does not state which scopes.
    scopes("organizations"),
)]
#[derive(Debug, Clone)]
pub struct GetPermissions {
    /// The organization.
    pub organization: OrganizationLookup,
}

/// Finds an organization.
// Guess: the page does not state the keys.
#[derive(Debug, Clone, Lookup)]
pub enum OrganizationLookup {
    /// By its id.
    Id(String),
    /// By the identifier that people gave it.
    Identifier(String),
}

/// What to change about an organization. What is left out stays as it is; null clears.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct OrganizationUpdateProperties {
    /// Its name.
    pub name: Option<String>,
    /// The first line of its address.
    pub address1: Patch<String>,
    /// The second line of its address.
    pub address2: Patch<String>,
    /// The third line of its address.
    pub address3: Patch<String>,
    /// The fourth line of its address.
    pub address4: Patch<String>,
    /// Its postcode.
    pub postcode: Patch<String>,
    /// Its time zone, such as `Europe/London`.
    pub time_zone: Option<String>,
    /// Its VAT number.
    pub vat_number: Patch<String>,
}

/// The user's organizations.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Organizations {
    /// All of them.
    pub organizations: Vec<ListedOrganization>,
}

/// An organization in the list of a user's.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ListedOrganization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The identifier that people gave it.
    pub identifier: String,
    /// Its time zone.
    pub time_zone: Option<String>,
    /// When it was changed last.
    #[serde(with = "second::required")]
    pub updated_at: Timestamp,
    /// Whether somebody else manages it.
    pub managed: bool,
    /// The id of the organization above it.
    pub parent_id: Option<String>,
    /// The name of the organization above it.
    pub parent_name: Option<String>,
    /// Its users.
    pub users: Vec<ListedOrganizationUser>,
}

/// A user of an organization, and an organization of a user.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct OrganizationUser {
    /// The user's id.
    pub user_id: String,
    /// The organization's id.
    pub organization_id: String,
    /// The organization's name.
    pub organization_name: String,
    /// The organization's identifier.
    pub organization_identifier: String,
    /// Whether somebody else manages the organization.
    pub organization_managed: bool,
    /// The id of the organization above it.
    pub organization_parent_id: Option<String>,
    /// Whether the user owns the organization.
    pub owner: bool,
    /// When the organization was changed last.
    #[serde(with = "second::required")]
    pub organization_updated_at: Timestamp,
    /// The user's roles.
    pub roles: NullableList<String>,
}

/// The same in the list of a user's organizations, which tells more.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ListedOrganizationUser {
    /// What is known elsewhere too.
    #[serde(flatten)]
    pub membership: OrganizationUser,
    /// Whether the deletion of the organization has begun.
    pub organization_deletion_initiated: bool,
}

/// An organization, alone.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct OrganizationReply {
    /// The organization as it is now.
    pub organization: Organization,
}

/// The information held on an organization.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Organization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The first line of its address.
    pub address1: Option<String>,
    /// The second line of its address.
    pub address2: Option<String>,
    /// The third line of its address.
    pub address3: Option<String>,
    /// The fourth line of its address.
    pub address4: Option<String>,
    /// Its postcode.
    pub postcode: Option<String>,
    /// Its time zone.
    pub time_zone: String,
    /// Its VAT number.
    pub vat_number: Option<String>,
    /// The ids of the users who own it.
    pub owner_ids: Vec<String>,
}

/// Permissions, alone.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct PermissionsReply {
    /// The caller's permissions.
    pub organization: OrganizationPermissionsDetails,
}

/// The caller's permissions within an organization.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct OrganizationPermissionsDetails {
    /// The organization's id.
    pub id: String,
    /// Counts the changes of the permissions.
    pub revision: i64,
    /// Whether the caller owns the organization.
    pub owner: bool,
    /// The caller's roles.
    pub roles: NullableList<String>,
    /// The caller's permissions.
    pub permissions: NullableList<String>,
}
