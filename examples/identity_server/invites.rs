//! Invites into an organization.

use serde_json::{Value, json};

use crate::arguments::{Arguments, Kind};
use crate::store::{self, Store, record};
use crate::users::{check_email, summary};
use crate::wire::ApiError;

const STATES: [&str; 4] = ["pending", "accepted", "rejected", "expired"];
const TWO_WEEKS: u64 = 14 * 24 * 60 * 60;

/// `GET /organizations/{organization}/invites`
pub(crate) fn list(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let id = store.organization(arguments)?;
    let state = if arguments.has("state") { Some(arguments.text("state")?) } else { None };
    if state.is_some_and(|state| !STATES.contains(&state)) {
        return Err(ApiError::invalid(&["state"], "invalid_enum_value"));
    }
    let of_state = |invite: &Value| state.is_none_or(|state| invite["state"] == state);
    let invites = store.invites.iter().filter(|(organization, _)| *organization == id);
    let invites: Vec<Value> = invites.map(|(_, invite)| Value::Object(invite.clone())).filter(of_state).collect();
    Ok(json!({ "invites": invites }))
}

/// `POST /organizations/{organization}/invites`
pub(crate) fn create(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let organization = store.organization(arguments)?;
    let properties = arguments.properties(&[("email_address", Kind::Text)], &["email_address"])?;
    let address = properties["email_address"].as_str().unwrap_or_default();
    let mut wrong = check_email(address);
    if store.invites.iter().any(|(of, invite)| *of == organization && invite["email_address"] == address) {
        wrong.push("Email address has already been invited".to_owned());
    }
    ApiError::validation(&wrong)?;
    let invite = record(json!({
        "id": store.new_id("invite"), "inviter": summary(&store.users[crate::USER]), "email_address": address,
        "expires_at": store::now() + TWO_WEEKS, "accepted_at": null, "rejected_at": null, "state": "pending",
    }));
    store.invites.push((organization, invite.clone()));
    Ok(json!({ "invite": invite }))
}
