//! The data of the server.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use crate::arguments::Arguments;
use crate::wire::ApiError;
use crate::{ACME, BROKEN, LIMITED, MANAGED, OTHER_USER, PROXIED, USER};

/// The members of an object. Each endpoint returns only some of them.
pub(crate) type Record = Map<String, Value>;

/// 2026-01-01 00:00:00 UTC, the creation time of the initial data.
const BEGINNING: u64 = 1_767_225_600;

pub(crate) struct Store {
    pub(crate) organizations: BTreeMap<String, Record>,
    pub(crate) users: BTreeMap<String, Record>,
    pub(crate) memberships: Vec<Membership>,
    /// Each with the id of its organization.
    pub(crate) invites: Vec<(String, Record)>,
    pub(crate) ssh_keys: Vec<Record>,
    created: u64,
}

/// A user of an organization.
pub(crate) struct Membership {
    pub(crate) user: String,
    pub(crate) organization: String,
    pub(crate) owner: bool,
    pub(crate) roles: Value,
}

impl Default for Store {
    fn default() -> Self {
        let organizations =
            [(ACME, "Acme"), (MANAGED, "Managed"), (PROXIED, "Proxied"), (LIMITED, "Limited"), (BROKEN, "Broken")];
        let memberships = organizations.iter().flat_map(|(id, _)| {
            let of = |user: &str, owner, roles| Membership {
                user: user.to_owned(),
                organization: (*id).to_owned(),
                owner,
                roles,
            };
            [of(USER, true, Value::Null), of(OTHER_USER, false, json!(["billing", null]))]
        });
        Self {
            memberships: memberships.collect(),
            organizations: organizations.iter().map(|(id, name)| ((*id).to_owned(), organization(id, name))).collect(),
            users: BTreeMap::from([(USER.to_owned(), user()), (OTHER_USER.to_owned(), other_user())]),
            invites: Vec::new(),
            ssh_keys: Vec::new(),
            created: 0,
        }
    }
}

impl Store {
    /// A unique id, such as `org_0001`.
    pub(crate) fn new_id(&mut self, prefix: &str) -> String {
        self.created += 1;
        format!("{prefix}_{:04}", self.created)
    }

    /// The organization with this id.
    pub(crate) fn organization(&self, arguments: &Arguments) -> Result<String, ApiError> {
        let (key, value) = arguments.lookup("organization", &["id", "identifier"])?;
        let mut organizations = self.organizations.iter();
        let (id, _) =
            organizations.find(|(_, record)| record[key] == value).ok_or_else(ApiError::organization_not_found)?;
        match id.as_str() {
            PROXIED => Err(ApiError::ProxyPage),
            LIMITED => Err(ApiError::rate_limited()),
            BROKEN => Err(ApiError::unhandled()),
            _ => Ok(id.clone()),
        }
    }

    /// The membership of a user, as replies about users and organizations contain it.
    pub(crate) fn membership(&self, membership: &Membership) -> Value {
        let organization = &self.organizations[&membership.organization];
        json!({
            "user_id": membership.user, "organization_id": organization["id"],
            "organization_name": organization["name"], "organization_identifier": organization["identifier"],
            "organization_managed": organization["managed"], "organization_parent_id": organization["parent_id"],
            "owner": membership.owner, "organization_updated_at": organization["updated_at"], "roles": membership.roles,
        })
    }

    pub(crate) fn email_is_taken(&self, address: &str) -> bool {
        self.users.values().any(|user| user["email_address"] == address)
    }
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(BEGINNING, |since| since.as_secs())
}

/// The members of a record that an endpoint returns.
pub(crate) fn pick(record: &Record, members: &[&str]) -> Record {
    members.iter().map(|member| ((*member).to_owned(), record[*member].clone())).collect()
}

/// The JSON object in a literal.
pub(crate) fn record(value: Value) -> Record {
    match value {
        Value::Object(record) => record,
        _ => Record::new(),
    }
}

/// An initial or a newly created organization.
pub(crate) fn organization(id: &str, name: &str) -> Record {
    record(json!({
        "id": id, "name": name, "identifier": identifier(name), "time_zone": "Europe/London",
        "updated_at": BEGINNING, "two_factor_required": false, "managed": id == MANAGED, "parent_id": null,
        "parent_name": null, "address1": "1 High Street", "address2": null, "address3": null, "address4": null,
        "postcode": "N1 1AA", "vat_number": null,
        "policy": {
            "name": "Standard", "type": "standard",
            "limits": [
                { "key": "users", "value": "25", "value_type": "integer", "label": "Users", "suffix": "seats", "sub_text": null },
                { "key": "support", "value": null, "value_type": "level", "label": "Support", "suffix": null, "sub_text": "by mail" },
            ],
        },
    }))
}

/// The identifier for a name: `acme-limited`.
pub(crate) fn identifier(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-")
}

fn user() -> Record {
    record(json!({
        "id": USER, "name": "Ada Smith", "first_name": "Ada", "last_name": "Smith", "time_zone": "Europe/London",
        "two_factor_auth_enabled": true, "email_address": "ada@example.com",
        "email_addresses": ["ada@example.com", null], "roles": ["admin", null],
        "roles_details": [
            { "name": "admin", "label": "Administrator", "description": null, "require_two_factor_auth": true, "organization_id": ACME },
            null,
        ],
        "role_permissions": ["users.read", null], "identity_check_state": "verified",
        "identity_check_verified_at": BEGINNING,
    }))
}

fn other_user() -> Record {
    record(json!({
        "id": OTHER_USER, "name": "Bo Jones", "first_name": "Bo", "last_name": "Jones", "time_zone": "Asia/Tokyo",
        "two_factor_auth_enabled": false, "email_address": null, "email_addresses": null, "roles": null,
        "roles_details": null, "role_permissions": null, "identity_check_state": "awaiting_documents",
        "identity_check_verified_at": null,
    }))
}
