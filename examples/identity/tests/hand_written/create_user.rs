//! `POST /users`

use http::StatusCode;
use krystal_identity::Refusal;
use krystal_identity::users::{CreatedUser, UserCreationProperties};
use serde_json::json;
use thiserror::Error;

use super::support::{CallError, Client, Name, Problem, SharedError};

// counted: CreateUser
/// Create user: creates a new user.
///
/// # Errors
///
/// | status | code | meaning |
/// | --- | --- | --- |
/// | 422 | `validation_error` | The input failed validation. |
#[derive(Debug, Clone)]
pub(crate) struct CreateUser {
    /// The user to create.
    pub(crate) properties: UserCreationProperties,
}

/// The documented errors of [`CreateUser`].
#[derive(Debug, Error)]
pub(crate) enum CreateUserError {
    /// The input failed validation.
    #[error("validation_error: {}", .message.as_deref().unwrap_or_default())]
    ValidationError { message: Option<String>, detail: Refusal },
    /// An error that any endpoint may return.
    #[error(transparent)]
    Shared(#[from] SharedError),
}

impl CreateUser {
    const NAME: Name = Name { method: "POST", path: "/users" };

    /// Sends the call.
    pub(crate) async fn send(&self, client: &Client) -> Result<CreatedUser, CallError<CreateUserError>> {
        let body = json!({ "properties": self.properties });
        let request = client.request(Self::NAME, &["users"], &[])?.json(&body);
        let documented = |status: StatusCode, problem: &Problem| {
            let message = problem.message.clone();
            match (status.as_u16(), problem.code.as_str()) {
                (422, "validation_error") => {
                    Some(CreateUserError::ValidationError { message, detail: problem.detail()? })
                }
                _ => None,
            }
        };
        client.send(Self::NAME, request, |status| status == StatusCode::CREATED, documented).await
    }
}
// end
