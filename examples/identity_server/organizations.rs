//! Organizations: for clients and for users.

use serde_json::{Map, Value, json};

use crate::arguments::{Arguments, Kind};
use crate::store::{self, Membership, Record, Store, pick};
use crate::wire::ApiError;

const CLIENT_PROPERTIES: [(&str, Kind); 5] = [
    ("name", Kind::TextOrNull),
    ("identifier", Kind::TextOrNull),
    ("time_zone", Kind::TextOrNull),
    ("two_factor_required", Kind::Boolean),
    ("user_ids", Kind::Texts),
];
const INFO: [&str; 9] =
    ["id", "name", "address1", "address2", "address3", "address4", "postcode", "time_zone", "vat_number"];

/// `POST /client/organizations`
pub(crate) fn create(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let mut properties = arguments.properties(&CLIENT_PROPERTIES, &["name"])?;
    let users = properties.remove("user_ids").unwrap_or_default();
    let users: Vec<String> =
        users.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    if users.iter().any(|user| !store.users.contains_key(user)) {
        return Err(ApiError::new(422, "invalid_user", "A user ID was provided that does not match any user"));
    }
    let name = properties["name"].as_str().unwrap_or_default().to_owned();
    properties.entry("identifier").or_insert_with(|| json!(store::identifier(&name)));
    check(store, None, &properties)?;
    let id = store.new_id("org");
    let mut organization = store::organization(&id, &name);
    organization.extend(properties);
    organization.insert("updated_at".to_owned(), json!(store::now()));
    store.organizations.insert(id.clone(), organization);
    for (at, user) in users.into_iter().enumerate() {
        store.memberships.push(Membership { user, organization: id.clone(), owner: at == 0, roles: json!([]) });
    }
    Ok(json!({ "organization": for_client(store, &id) }))
}

/// `PATCH /client/organizations/{organization}`
pub(crate) fn update(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let id = store.organization(arguments)?;
    let properties = arguments.properties(&CLIENT_PROPERTIES[..4], &[])?;
    if store.organizations[&id]["managed"] == true {
        return Err(ApiError::permission_denied());
    }
    change(store, &id, properties)?;
    Ok(json!({ "organization": for_client(store, &id) }))
}

/// `GET /organizations`
pub(crate) fn list(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let exclude_managed = arguments.flag("exclude_managed")?;
    let listed =
        store.organizations.values().filter(|organization| !(exclude_managed && organization["managed"] == true));
    let organizations = listed.map(|organization| {
        let members = ["id", "name", "identifier", "time_zone", "updated_at", "managed", "parent_id", "parent_name"];
        let mut listed = pick(organization, &members);
        let mut users = users(store, organization);
        for user in &mut users {
            user["organization_deletion_initiated"] = json!(false);
        }
        listed.insert("users".to_owned(), Value::Array(users));
        Value::Object(listed)
    });
    Ok(json!({ "organizations": organizations.collect::<Vec<_>>() }))
}

/// `GET /organizations/{organization}`
pub(crate) fn info(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let id = store.organization(arguments)?;
    Ok(json!({ "organization": for_users(store, &id) }))
}

/// `PATCH /organizations/{organization}`
pub(crate) fn update_info(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let id = store.organization(arguments)?;
    let nullable = INFO[2..7].iter().chain(&INFO[8..]).map(|name| (*name, Kind::TextOrNull));
    let known: Vec<(&str, Kind)> = nullable.chain([("name", Kind::Text), ("time_zone", Kind::Text)]).collect();
    change(store, &id, arguments.properties(&known, &[])?)?;
    Ok(json!({ "organization": for_users(store, &id) }))
}

/// `GET /organizations/{organization}/permissions`
pub(crate) fn permissions(store: &mut Store, arguments: &Arguments) -> Result<Value, ApiError> {
    let id = store.organization(arguments)?;
    let user = store.memberships.iter().find(|member| member.organization == id && member.user == crate::USER);
    let (owner, roles) = user.map_or((false, Value::Null), |member| (member.owner, member.roles.clone()));
    let permissions = if owner { json!(["organization.update", null]) } else { Value::Null };
    Ok(json!({
        "organization": { "id": id, "revision": 3, "owner": owner, "roles": roles, "permissions": permissions },
    }))
}

/// An omitted key keeps its value; `null` clears it.
fn change(store: &mut Store, id: &str, properties: Map<String, Value>) -> Result<(), ApiError> {
    check(store, Some(id), &properties)?;
    if properties.is_empty() {
        return Ok(());
    }
    let organization = store.organizations.get_mut(id).ok_or_else(ApiError::organization_not_found)?;
    organization.extend(properties);
    organization.insert("updated_at".to_owned(), json!(store::now()));
    Ok(())
}

fn check(store: &Store, id: Option<&str>, properties: &Map<String, Value>) -> Result<(), ApiError> {
    let mut wrong = Vec::new();
    let blank =
        |name: &str| properties.get(name).is_some_and(|value| value.as_str().unwrap_or_default().trim().is_empty());
    let taken = |identifier: &Value| {
        store
            .organizations
            .iter()
            .any(|(other, record)| Some(other.as_str()) != id && record["identifier"] == *identifier)
    };
    if blank("name") {
        wrong.push("Name can't be blank".to_owned());
    }
    if blank("identifier") {
        wrong.push("Identifier can't be blank".to_owned());
    } else if properties.get("identifier").is_some_and(taken) {
        wrong.push("Identifier has already been taken".to_owned());
    }
    if properties.get("time_zone").is_some_and(|zone| zone.as_str().is_some_and(|zone| !zone.contains('/'))) {
        wrong.push("Time zone is not included in the list".to_owned());
    }
    ApiError::validation(&wrong)
}

fn for_client(store: &Store, id: &str) -> Value {
    let organization = &store.organizations[id];
    let members = [
        "id",
        "name",
        "identifier",
        "time_zone",
        "updated_at",
        "two_factor_required",
        "managed",
        "parent_id",
        "policy",
    ];
    let mut shown = pick(organization, &members);
    shown.insert("users".to_owned(), Value::Array(users(store, organization)));
    Value::Object(shown)
}

fn for_users(store: &Store, id: &str) -> Value {
    let mut shown = pick(&store.organizations[id], &INFO);
    // The API for users always returns one.
    if shown["time_zone"].is_null() {
        shown.insert("time_zone".to_owned(), json!("UTC"));
    }
    let owners = store.memberships.iter().filter(|member| member.organization == id && member.owner);
    shown.insert("owner_ids".to_owned(), owners.map(|member| json!(member.user)).collect());
    Value::Object(shown)
}

fn users(store: &Store, organization: &Record) -> Vec<Value> {
    let members = store.memberships.iter().filter(|member| organization["id"] == *member.organization);
    members.map(|member| store.membership(member)).collect()
}
