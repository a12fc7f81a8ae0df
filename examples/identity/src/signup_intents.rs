//! Signup intents: users who will sign up.

use callsheet::{Arguments, endpoint};
use serde::Deserialize;

use crate::{Identity, Refusal};

/// Create a user signup intent: creates a new signup intent.
#[endpoint(
    method = "POST",
    path = "/signup_intents",
    api = Identity,
    response = SignupIntent,
    success = 200,
    errors(
        /// The input failed validation.
        // Guess: the page does not state a detail.
        validation_error(status = 422, detail = Option<Refusal>),
    ),
    // Guess: the page does not state which scopes.
    scopes("signup_intents"),
)]
#[derive(Debug, Clone)]
pub struct CreateSignupIntent {
    /// The user who will sign up.
    pub properties: SignupIntentProperties,
}

/// The user who will sign up.
// Guess: the page does not state the members.
#[derive(Debug, Clone, Arguments)]
pub struct SignupIntentProperties {
    /// The email address.
    pub email_address: String,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
}

/// A signup intent.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct SignupIntent {
    /// Its id.
    pub id: String,
}
