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
    /// The user to invite.
    pub properties: InviteProperties,
}

/// The user to invite.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct InviteProperties {
    /// The email address to which the invite is sent.
    pub email_address: String,
}

/// The invites of an organization.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Invites {
    /// The invites.
    pub invites: Vec<Invite>,
}

/// A reply with an invite.
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
    /// The user who invites.
    pub inviter: UserSummary,
    /// The user who is invited.
    pub email_address: String,
    /// When it expires.
    #[serde(with = "second::required")]
    pub expires_at: Timestamp,
    /// When it was accepted.
    #[serde(default, with = "second::optional")]
    pub accepted_at: Option<Timestamp>,
    /// When it was rejected.
    #[serde(default, with = "second::optional")]
    pub rejected_at: Option<Timestamp>,
    /// Its current state.
    pub state: InviteState,
}

/// The state of an invite.
// Guess: the page does not state the values.
#[derive(Debug, Clone, PartialEq, Eq, OpenEnum)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum InviteState {
    /// Not yet accepted or rejected.
    Pending,
    /// It was accepted.
    Accepted,
    /// It was rejected.
    Rejected,
    /// It has expired.
    Expired,
    /// A state that the API added later.
    Other(String),
}
