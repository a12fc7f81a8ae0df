//! Users: for clients, and their creation.

use serde_json::{Value, json};

use crate::arguments::{Arguments, Kind};
use crate::store::{Record, Store, pick, record};
use crate::wire::ApiError;

const PERSON: [&str; 10] = [
    "id",
    "name",
    "first_name",
    "last_name",
    "time_zone",
    "two_factor_auth_enabled",
    "email_address",
    "email_addresses",
    "identity_check_state",
    "identity_check_verified_at",
];

/// `GET /client/users/{user}`
pub(crate) fn get(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let (key, value) = arguments.lookup("user", &["id", "email_address"])?;
    let user = store.users.values().find(|user| user[key] == value).ok_or_else(ApiError::user_not_found)?;
    Ok(json!({ "user": whole(store, user) }))
}

/// `POST /users`
pub(crate) fn create(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let known = [
        ("first_name", Kind::Text),
        ("last_name", Kind::Text),
        ("email_address", Kind::Text),
        ("time_zone", Kind::Text),
        ("oauth_authorization", Kind::Boolean),
    ];
    let mut user = arguments.properties(&known, &["first_name", "last_name", "email_address"])?;
    let with_code = user.remove("oauth_authorization") == Some(json!(true));
    let address = user["email_address"].as_str().unwrap_or_default();
    let mut wrong = check_names(&user);
    wrong.extend(check_email(address));
    if store.email_is_taken(address) {
        wrong.push("Email address has already been taken".to_owned());
    }
    ApiError::validation(&wrong)?;
    let id = store.new_id("user");
    let defaults = json!({
        "id": id, "time_zone": "UTC", "two_factor_auth_enabled": false, "email_addresses": [address], "roles": [],
        "roles_details": [], "role_permissions": [], "identity_check_state": "unverified",
        "identity_check_verified_at": null,
    });
    let mut whole = record(defaults);
    whole.extend(user);
    rename(&mut whole);
    store.users.insert(id.clone(), whole);
    let code = if with_code { json!(store.new_id("code")) } else { Value::Null };
    Ok(json!({ "id": id, "oauth_authorization_code": code }))
}

/// `POST /signup_intents`
pub(crate) fn create_signup_intent(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let known = [("email_address", Kind::Text), ("first_name", Kind::Text), ("last_name", Kind::Text)];
    let intent = arguments.properties(&known, &["email_address"])?;
    let address = intent["email_address"].as_str().unwrap_or_default();
    let mut wrong = check_email(address);
    if store.email_is_taken(address) {
        wrong.push("Email address has already been taken".to_owned());
    }
    ApiError::validation(&wrong)?;
    Ok(json!({ "id": store.new_id("signup_intent") }))
}

/// A user with all members.
pub(crate) fn whole(store: &Store, user: &Record) -> Value {
    let mut shown = pick(user, &PERSON);
    shown.extend(pick(user, &["roles", "roles_details", "role_permissions"]));
    let memberships = store.memberships.iter().filter(|member| user["id"] == *member.user);
    let organizations: Vec<Value> = memberships.map(|member| store.membership(member)).collect();
    shown.insert("organizations".to_owned(), Value::Array(organizations));
    Value::Object(shown)
}

/// A user inside another object. There, the roles are never null.
pub(crate) fn summary(user: &Record) -> Value {
    let mut shown = pick(user, &PERSON);
    let roles = user["roles"].as_array().into_iter().flatten().filter(|role| !role.is_null());
    shown.insert("roles".to_owned(), roles.cloned().collect());
    Value::Object(shown)
}

/// Updates the full name after a change of its parts.
pub(crate) fn rename(user: &mut Record) {
    let part = |name: &str| user[name].as_str().unwrap_or_default();
    let name = format!("{} {}", part("first_name"), part("last_name"));
    user.insert("name".to_owned(), json!(name));
}

pub(crate) fn check_names(given: &Record) -> Vec<String> {
    let blank = |name: &str| given.get(name).is_some_and(|value| value.as_str().unwrap_or_default().trim().is_empty());
    let names = [("first_name", "First name"), ("last_name", "Last name")];
    names.iter().filter(|(name, _)| blank(name)).map(|(_, words)| format!("{words} can't be blank")).collect()
}

pub(crate) fn check_email(address: &str) -> Vec<String> {
    let is_address = address.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    if is_address { Vec::new() } else { vec!["Email address is invalid".to_owned()] }
}
