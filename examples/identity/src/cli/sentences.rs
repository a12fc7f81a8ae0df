//! A sentence for each documented error, and one for all other errors.

use std::error::Error as _;

use callsheet::AnyError;
use krystal_identity::{Denial, Error, IdentityErrors, Refusal};

pub(crate) fn sentence(error: &Error) -> String {
    let Some(AnyError::Documented { error: documented, .. }) = error.call() else { return undocumented(error) };
    if let Some(shared) = documented.downcast_ref::<IdentityErrors>() {
        return of_any_endpoint(shared, error);
    }
    match callsheet::error::DocumentedError::code(documented).unwrap_or_default() {
        "organization_not_found" => "There is no such organization.".to_owned(),
        "user_not_found" => "There is no such user.".to_owned(),
        "session_not_found" => "There is no such session.".to_owned(),
        "invalid_user" => "One of the user ids belongs to no user.".to_owned(),
        "properties_not_provided" => {
            "A session needs the IP address that it is used from: give --ip-address.".to_owned()
        }
        "ip_address_denied" => "This IP address may not use this SSH key.".to_owned(),
        "permission_denied" => match documented.detail::<Denial>() {
            Some(Denial { details: Some(details), .. }) => format!("You may not do this: {details}."),
            _ => "You may not do this.".to_owned(),
        },
        "validation_error" => {
            let details = documented.detail::<Refusal>().map(|refusal| refusal.details.join("; "));
            format!("The input was refused: {}.", details.unwrap_or_default())
        }
        _ => undocumented(error),
    }
}

fn of_any_endpoint(shared: &IdentityErrors, error: &Error) -> String {
    match shared {
        IdentityErrors::InvalidApiToken { .. } => "The token is not valid, or has expired.".to_owned(),
        IdentityErrors::ScopeNotGranted { detail: Some(detail), .. } => {
            format!("The token lacks a scope; one of these is needed: {}.", detail.scopes.join(", "))
        }
        IdentityErrors::RateLimitReached { detail: Some(detail), .. } => {
            format!("Too many requests: {} of this type are permitted.", detail.total_permitted)
        }
        IdentityErrors::MissingRequiredArgument { detail: Some(detail), .. } => {
            format!("The argument {} is missing.", detail.path.join("."))
        }
        IdentityErrors::InvalidArgument { detail: Some(detail), .. } => {
            let why = detail.issue_description.as_ref().unwrap_or(&detail.issue);
            format!("The argument {} is not valid: {why}.", detail.path.join("."))
        }
        IdentityErrors::RouteNotFound { .. } => "There is no such endpoint: is the base URL right?".to_owned(),
        IdentityErrors::UnhandledException { .. } => "The server failed.".to_owned(),
        _ => undocumented(error),
    }
}

/// The message of the error, followed by its sources.
fn undocumented(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text += &format!("\n  because: {cause}");
        source = cause.source();
    }
    text
}
