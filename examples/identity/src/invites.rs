//! Invites into an organization.

use callsheet::{Arguments, OpenEnum, endpoint};
use jiff::Timestamp;
use jiff::fmt::serde::timestamp::second;
use serde::Deserialize;

use crate::organizations::OrganizationLookup;
use crate::users::UserSummary;
use crate::{Identity, Refusal};

/// List invites: lists the invites of an organization.
#[endpoint(
    method = "GET",
    path = "/organizations/<organization>/invites",
    api = Identity,
    response = Invites,
    success = 200,
    errors(
        /// The lookup matches no organization.
        organization_not_found = 404,
    ),
    // Guess: the page does not state which scopes.
    scopes("organizations"),
)]
#[derive(Debug, Clone)]
pub struct ListInvites {
    /// The organization.
    pub organization: OrganizationLookup,
    /// Only invites in this state.
    pub state: Option<InviteState>,
}

/// Create invite: invites a user into an organization.
#[endpoint(
    method = "POST",
    path = "/organizations/<organization>/invites",
    api = Identity,
    response = InviteReply,
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
pub struct CreateInvite {
    /// The organization.
    pub organization: OrganizationLookup,
    /// Whom to invite.
    pub properties: InviteProperties,
}

/// Whom to invite.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct InviteProperties {
    /// The email address of the user, which the invite is sent to.
    pub email_address: String,
}

/// The invites of an organization.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Invites {
    /// All of them.
    pub invites: Vec<Invite>,
}

/// An invite, alone.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct InviteReply {
    /// The invite.
    pub invite: Invite,
}

/// An invite into an organization.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Invite {
    /// Its id.
    pub id: String,
    /// Who invites.
    pub inviter: UserSummary,
    /// Who is invited.
    pub email_address: String,
    /// When it ends.
    #[serde(with = "second::required")]
    pub expires_at: Timestamp,
    /// When it was accepted.
    #[serde(default, with = "second::optional")]
    pub accepted_at: Option<Timestamp>,
    /// When it was rejected.
    #[serde(default, with = "second::optional")]
    pub rejected_at: Option<Timestamp>,
    /// What has become of it.
    pub state: InviteState,
}

/// What has become of an invite.
// Guess: the page does not state the values.
#[derive(Debug, Clone, PartialEq, Eq, OpenEnum)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InviteState {
    /// Nothing yet.
    Pending,
    /// It was accepted.
    Accepted,
    /// It was rejected.
    Rejected,
    /// Its time is up.
    Expired,
    /// A state that was added later.
    Other(String),
}
