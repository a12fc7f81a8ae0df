//! The authenticated user.

use serde_json::{Value, json};

use crate::arguments::{Arguments, Kind};
use crate::store::{self, Store};
use crate::users::{check_names, rename, whole};
use crate::wire::ApiError;
use crate::{SESSION, USER};

const ONE_HOUR: u64 = 60 * 60;

/// `GET /user`
pub(crate) fn get(store: &mut Store, _: &Arguments) -> Result<Value, ApiError> {
    let user = store.users.get(USER).ok_or_else(ApiError::user_not_found)?;
    Ok(json!({ "user": whole(store, user), "session_id": SESSION }))
}

/// `PATCH /user`
pub(crate) fn update(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let known = [("first_name", Kind::Text), ("last_name", Kind::Text), ("time_zone", Kind::Text)];
    let properties = arguments.properties(&known, &[])?;
    let mut wrong = check_names(&properties);
    if properties.get("time_zone").is_some_and(|zone| !zone.as_str().unwrap_or_default().contains('/')) {
        wrong.push("Time zone is not included in the list".to_owned());
    }
    ApiError::validation(&wrong)?;
    let user = store.users.get_mut(USER).ok_or_else(ApiError::user_not_found)?;
    user.extend(properties);
    rename(user);
    Ok(json!({ "user": whole(store, &store.users[USER]) }))
}

/// `PATCH /user/preferences`
pub(crate) fn update_preferences(_: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let properties = arguments.properties(&[("color_scheme", Kind::Text)], &["color_scheme"])?;
    let scheme = properties["color_scheme"].as_str().unwrap_or_default();
    if !["light", "dark", "system"].contains(&scheme) {
        ApiError::validation(&["Color scheme is not included in the list".to_owned()])?;
    }
    Ok(json!({ "preferences": { "color_scheme": scheme } }))
}

/// `POST /user/identity_check`
pub(crate) fn create_identity_check(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    arguments.properties(&[("return_url", Kind::Text)], &["return_url"])?;
    let id = store.new_id("check");
    let url = format!("https://checks.example.com/{id}");
    let expires_at = store::now() + ONE_HOUR;
    Ok(json!({ "identity_check": { "id": id, "url": url, "state": "unverified", "expires_at": expires_at } }))
}
