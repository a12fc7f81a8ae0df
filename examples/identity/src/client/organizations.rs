//! Organizations, as clients see them.

use callsheet::{Arguments, OpenEnum, Patch, endpoint};
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::second;
use serde::Deserialize;

use crate::organizations::{OrganizationLookup, OrganizationUser};
use crate::{Denial, Identity, Refusal};

/// Create organization: creates a new organization.
#[endpoint(
    method = "POST",
    path = "/client/organizations",
    api = Identity,
    response = OrganizationReply,
    success = 200,
    errors(
        /// A given user id belongs to no user.
        invalid_user = 422,
        /// The input failed validation.
        // Guess: the page does not state a detail.
        validation_error(status = 422, detail = Option<Refusal>),
    ),
    // Guess: the page does not state which scopes.
    scopes("organizations"),
)]
#[derive(Debug, Clone)]
pub struct CreateOrganization {
    /// The organization to create.
    pub properties: OrganizationCreateProperties,
}

/// Update organization details: changes the details of an organization.
#[endpoint(
    method = "PATCH",
    path = "/client/organizations/<organization>",
    api = Identity,
    response = OrganizationReply,
    success = 200,
    errors(
        /// The lookup matches no organization.
        organization_not_found = 404,
        /// The caller is not allowed to do this.
        // Guess: the page does not state a detail.
        permission_denied(status = 403, detail = Option<Denial>),
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

/// A new organization.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct OrganizationCreateProperties {
    /// Its name.
    pub name: String,
    /// Its identifier. By default, the server makes it from the name.
    pub identifier: Option<String>,
    /// Its time zone, such as `Europe/London`.
    pub time_zone: Option<String>,
    /// Whether its users must use two-factor authentication.
    pub two_factor_required: Option<bool>,
    /// The ids of its users. The first one becomes the owner.
    pub user_ids: Option<Vec<String>>,
}

/// Changes to an organization. Omitted members stay unchanged.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct OrganizationUpdateProperties {
    /// Its name.
    pub name: Option<String>,
    /// Its identifier.
    pub identifier: Option<String>,
    /// Its time zone, such as `Europe/London`; null clears it.
    pub time_zone: Patch<String>,
    /// Whether its users must use two-factor authentication.
    pub two_factor_required: Option<bool>,
}

/// A reply with an organization.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct OrganizationReply {
    /// The organization as it is now.
    pub organization: Organization,
}

/// An organization, as clients see it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Organization {
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
    /// Whether its users must use two-factor authentication.
    pub two_factor_required: bool,
    /// Whether somebody else manages it.
    pub managed: bool,
    /// The id of its parent organization.
    pub parent_id: Option<String>,
    /// Its users.
    pub users: Vec<OrganizationUser>,
    /// The policy that limits it.
    pub policy: Option<OrganizationPolicy>,
}

/// What an organization may use.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct OrganizationPolicy {
    /// Its name.
    pub name: String,
    /// Its type.
    pub r#type: OrganizationPolicyType,
    /// Its limits.
    pub limits: Vec<OrganizationPolicyLimit>,
}

/// A limit of a policy.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct OrganizationPolicyLimit {
    /// What it limits.
    pub key: String,
    /// The limit.
    pub value: Option<String>,
    /// How to read the limit.
    pub value_type: OrganizationPolicyFieldValueType,
    /// Its display name.
    pub label: String,
    /// The text after the value.
    pub suffix: Option<String>,
    /// The text below the value.
    pub sub_text: Option<String>,
}

/// The type of a policy.
// Guess: the page does not state the values.
#[derive(Debug, Clone, PartialEq, Eq, OpenEnum)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrganizationPolicyType {
    /// The default policy.
    Standard,
    /// A policy for this organization only.
    Custom,
    /// A type that the API added later.
    Other(String),
}

/// How to read a limit.
// Guess: the page does not state the values.
#[derive(Debug, Clone, PartialEq, Eq, OpenEnum)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrganizationPolicyFieldValueType {
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// Text.
    String,
    /// A type that the API added later.
    Other(String),
}
