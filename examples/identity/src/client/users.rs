//! Users, as clients see them.

use callsheet::{Lookup, endpoint};

use crate::Identity;
use crate::users::UserReply;

/// Get details for a specific user: returns the details of one user.
#[endpoint(
    method = "GET",
    path = "/client/users/<user>",
    api = Identity,
    response = UserReply,
    success = 200,
    errors(
        /// The lookup matches no user.
        user_not_found = 404,
    ),
    // Guess: the page does not state which scopes.
    scopes("users"),
)]
#[derive(Debug, Clone)]
pub struct GetUser {
    /// The user.
    pub user: UserLookup,
}

/// Finds a user.
// Guess: the page does not state the keys.
#[derive(Debug, Clone, Lookup)]
pub enum UserLookup {
    /// By the user's id.
    Id(String),
    /// By an email address of the user.
    EmailAddress(String),
}
