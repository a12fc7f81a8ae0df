//! What the token of a user permits.

use serde_json::{Value, json};

use crate::arguments::{Arguments, Kind};
use crate::store::{self, Store};
use crate::users::summary;
use crate::wire::ApiError;
use crate::{SESSION, USER, USER_TOKEN};

const ONE_DAY: u64 = 24 * 60 * 60;

/// `POST /user/authorization`
pub(crate) fn get(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    if arguments.text("token")? != USER_TOKEN {
        return Err(ApiError::invalid(&["token"], "invalid_token"));
    }
    let session = if arguments.has("session") { session(arguments)? } else { Value::Null };
    let user = summary(&store.users[USER]);
    Ok(json!({
        "client_id": "client_1", "roles": user["roles"], "user": user, "expiry": store::now() + ONE_DAY,
        "scopes": ["organizations", "user"], "session": session,
    }))
}

/// Whether a session can be trusted when it is used from this address.
fn session(arguments: &Arguments) -> Result<Value, ApiError> {
    let (_, id) = arguments.lookup("session", &["id"])?;
    if !arguments.has("properties") {
        let description = "Session properties must be provided with a session ID";
        return Err(ApiError::new(400, "properties_not_provided", description));
    }
    let properties =
        arguments.properties(&[("ip_address", Kind::Text), ("user_agent", Kind::Text)], &["ip_address"])?;
    if id != SESSION {
        return Err(ApiError::new(404, "session_not_found", "No session was found with the ID provided"));
    }
    let trusted = properties["ip_address"] == "127.0.0.1";
    let reasons = if trusted { Value::Null } else { json!(["ip_address_changed", null]) };
    Ok(json!({
        "active": true, "trusted": trusted, "reasons_to_distrust": reasons, "trusted_ip_address": trusted,
        "two_factor_auth": true, "session_created_at": store::now() - ONE_DAY, "logged_in_at": null,
    }))
}
