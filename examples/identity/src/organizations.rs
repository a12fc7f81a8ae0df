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
    /// Whether to omit organizations that somebody else manages. Default: false.
    pub exclude_managed: Option<bool>,
}

/// Get organization info: returns the information held on one organization.
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
    /// The changes.
    pub properties: OrganizationUpdateProperties,
}

/// Get organization permission details: returns the caller's permissions within an organization.
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
    /// By its human-readable identifier.
    Identifier(String),
}

/// Changes to an organization. Omitted members stay unchanged; null clears a member.
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
    /// The organizations.
    pub organizations: Vec<ListedOrganization>,
}

/// An organization in the list of the user's organizations.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ListedOrganization {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its human-readable identifier.
    pub identifier: String,
    /// Its time zone.
    pub time_zone: Option<String>,
    /// When it was last changed.
    #[serde(with = "second::required")]
    pub updated_at: Timestamp,
    /// Whether somebody else manages it.
    pub managed: bool,
    /// The id of its parent organization.
    pub parent_id: Option<String>,
    /// The name of its parent organization.
    pub parent_name: Option<String>,
    /// Its users.
    pub users: Vec<ListedOrganizationUser>,
}

/// The membership of a user in an organization.
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
    /// The id of the parent organization.
    pub organization_parent_id: Option<String>,
    /// Whether the user owns the organization.
    pub owner: bool,
    /// When the organization was last changed.
    #[serde(with = "second::required")]
    pub organization_updated_at: Timestamp,
    /// The user's roles.
    pub roles: NullableList<String>,
}

/// A membership in the list of the user's organizations, which has one more member.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ListedOrganizationUser {
    /// The members that other replies have too.
    #[serde(flatten)]
    pub membership: OrganizationUser,
    /// Whether the deletion of the organization has begun.
    pub organization_deletion_initiated: bool,
}

/// A reply with an organization.
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

/// A reply with permissions.
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
    /// The version of the permissions. It increases with each change.
    pub revision: i64,
    /// Whether the caller owns the organization.
    pub owner: bool,
    /// The caller's roles.
    pub roles: NullableList<String>,
    /// The caller's permissions.
    pub permissions: NullableList<String>,
}
