//! `PATCH /client/organizations/{organization}`

use http::StatusCode;
use krystal_identity::client::organizations::{OrganizationReply, OrganizationUpdateProperties};
use krystal_identity::organizations::OrganizationLookup;
use krystal_identity::{Denial, Refusal};
use serde_json::json;
use thiserror::Error;

use super::support::{CallError, Client, Name, Problem, SharedError};

// counted: UpdateOrganization
/// Update organization details: changes the details of an organization.
///
/// # Errors
///
/// | status | code | meaning |
/// | --- | --- | --- |
/// | 404 | `organization_not_found` | The lookup matches no organization. |
/// | 403 | `permission_denied` | The caller is not allowed to do this. |
/// | 422 | `validation_error` | The input failed validation. |
#[derive(Debug, Clone)]
pub(crate) struct UpdateOrganization {
    /// The organization to change.
    pub(crate) organization: OrganizationLookup,
    /// The changes.
    pub(crate) properties: OrganizationUpdateProperties,
}

/// The documented errors of [`UpdateOrganization`].
#[derive(Debug, Error)]
pub(crate) enum UpdateOrganizationError {
    /// The lookup matches no organization.
    #[error("organization_not_found: {}", .message.as_deref().unwrap_or_default())]
    OrganizationNotFound { message: Option<String> },
    /// The caller is not allowed to do this.
    #[error("permission_denied: {}", .message.as_deref().unwrap_or_default())]
    PermissionDenied { message: Option<String>, detail: Denial },
    /// The input failed validation.
    #[error("validation_error: {}", .message.as_deref().unwrap_or_default())]
    ValidationError { message: Option<String>, detail: Refusal },
    /// An error that any endpoint may return.
    #[error(transparent)]
    Shared(#[from] SharedError),
}

impl UpdateOrganization {
    const NAME: Name = Name { method: "PATCH", path: "/client/organizations/<organization>" };

    /// Sends the call.
    pub(crate) async fn send(&self, client: &Client) -> Result<OrganizationReply, CallError<UpdateOrganizationError>> {
        let mut body = json!({ "properties": self.properties });
        let segment = match &self.organization {
            OrganizationLookup::Id(id) => id,
            OrganizationLookup::Identifier(identifier) => {
                body["organization"] = json!({ "identifier": identifier });
                "_"
            }
        };
        let request = client.request(Self::NAME, &["client", "organizations", segment], &[])?.json(&body);
        let documented = |status: StatusCode, problem: &Problem| {
            let message = problem.message.clone();
            Some(match (status.as_u16(), problem.code.as_str()) {
                (404, "organization_not_found") => UpdateOrganizationError::OrganizationNotFound { message },
                (403, "permission_denied") => {
                    UpdateOrganizationError::PermissionDenied { message, detail: problem.detail()? }
                }
                (422, "validation_error") => {
                    UpdateOrganizationError::ValidationError { message, detail: problem.detail()? }
                }
                _ => return None,
            })
        };
        client.send(Self::NAME, request, |status| status.is_success(), documented).await
    }
}
// end
