//! `GET /organizations/{organization}/invites`

use http::StatusCode;
use krystal_identity::invites::{InviteState, Invites};
use krystal_identity::organizations::OrganizationLookup;
use thiserror::Error;

use super::support::{CallError, Client, Name, Problem, SharedError};

// counted: ListInvites
/// List invites: lists the invites of an organization.
///
/// # Errors
///
/// | status | code | meaning |
/// | --- | --- | --- |
/// | 404 | `organization_not_found` | The lookup matches no organization. |
#[derive(Debug, Clone)]
pub(crate) struct ListInvites {
    /// The organization.
    pub(crate) organization: OrganizationLookup,
    /// Only invites in this state.
    pub(crate) state: Option<InviteState>,
}

/// The documented errors of [`ListInvites`].
#[derive(Debug, Error)]
pub(crate) enum ListInvitesError {
    /// The lookup matches no organization.
    #[error("organization_not_found: {}", .message.as_deref().unwrap_or_default())]
    OrganizationNotFound { message: Option<String> },
    /// An error that any endpoint may return.
    #[error(transparent)]
    Shared(#[from] SharedError),
}

impl ListInvites {
    const NAME: Name = Name { method: "GET", path: "/organizations/<organization>/invites" };

    /// Sends the call.
    pub(crate) async fn send(&self, client: &Client) -> Result<Invites, CallError<ListInvitesError>> {
        let mut query = Vec::new();
        let segment = match &self.organization {
            OrganizationLookup::Id(id) => id,
            OrganizationLookup::Identifier(identifier) => {
                query.push(("organization[identifier]", identifier.as_str()));
                "_"
            }
        };
        match &self.state {
            None => {}
            Some(InviteState::Pending) => query.push(("state", "pending")),
            Some(InviteState::Accepted) => query.push(("state", "accepted")),
            Some(InviteState::Rejected) => query.push(("state", "rejected")),
            Some(InviteState::Expired) => query.push(("state", "expired")),
            Some(InviteState::Other(other)) => query.push(("state", other)),
            Some(_) => return Err(CallError::Unsendable { name: Self::NAME }),
        }
        let request = client.request(Self::NAME, &["organizations", segment, "invites"], &query)?;
        let documented = |status: StatusCode, problem: &Problem| {
            let message = problem.message.clone();
            match (status.as_u16(), problem.code.as_str()) {
                (404, "organization_not_found") => Some(ListInvitesError::OrganizationNotFound { message }),
                _ => None,
            }
        };
        client.send(Self::NAME, request, |status| status.is_success(), documented).await
    }
}
// end
