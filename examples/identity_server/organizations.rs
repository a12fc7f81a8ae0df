//! The store of organizations.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use crate::wire::ApiError;
use crate::{ACME, BROKEN, LIMITED, MANAGED, PROXIED};

/// Organizations by id, as the API gives them.
pub(crate) struct Organizations(BTreeMap<String, Value>);

impl Default for Organizations {
    fn default() -> Self {
        let of = |id: &str, name: &str, managed| (id.to_owned(), organization(id, name, managed));
        Self(BTreeMap::from([
            of(ACME, "Acme", false),
            of(MANAGED, "Managed", true),
            of(PROXIED, "Proxied", false),
            of(LIMITED, "Limited", false),
            of(BROKEN, "Broken", false),
        ]))
    }
}

fn organization(id: &str, name: &str, managed: bool) -> Value {
    let identifier = name.to_lowercase();
    let updated_at = 1_767_225_600;
    let member = |user_id: &str, owner: bool, roles: Value| {
        json!({
            "user_id": user_id, "organization_id": id, "organization_name": name,
            "organization_identifier": identifier, "organization_managed": managed,
            "organization_parent_id": null, "owner": owner, "organization_updated_at": updated_at, "roles": roles,
        })
    };
    json!({
        "id": id, "name": name, "identifier": identifier, "time_zone": "Europe/London", "updated_at": updated_at,
        "two_factor_required": false, "managed": managed, "parent_id": null,
        "users": [member("user_1", true, json!(null)), member("user_2", false, json!(["billing", null]))],
        "policy": {
            "name": "Standard", "type": "standard",
            "limits": [
                { "key": "users", "value": "25", "value_type": "integer", "label": "Users", "suffix": "seats", "sub_text": null },
                { "key": "support", "value": null, "value_type": "level", "label": "Support", "suffix": null, "sub_text": "by mail" },
            ],
        },
    })
}

impl Organizations {
    /// The id of the organization that is meant: the body's lookup goes before the path's segment.
    pub(crate) fn find(&self, segment: &str, lookup: Option<&Value>) -> Result<String, ApiError> {
        let by = |key: &str| lookup.and_then(|lookup| lookup.get(key)).and_then(Value::as_str);
        let found = match (by("id"), by("identifier")) {
            (Some(id), _) => self.0.get_key_value(id),
            (None, Some(identifier)) => {
                self.0.iter().find(|(_, organization)| organization["identifier"] == identifier)
            }
            (None, None) => self.0.get_key_value(segment),
        };
        found.map(|(id, _)| id.clone()).ok_or_else(ApiError::organization_not_found)
    }

    /// Changes what the properties give: a key that is left out keeps its value, `null` clears it.
    pub(crate) fn update(&mut self, id: &str, properties: &Map<String, Value>) -> Result<Value, ApiError> {
        let identifiers: Vec<Value> =
            self.0.iter().filter(|(other, _)| *other != id).map(|(_, other)| other["identifier"].clone()).collect();
        let organization = self.0.get_mut(id).ok_or_else(ApiError::organization_not_found)?;
        if organization["managed"] == true {
            return Err(ApiError::permission_denied());
        }
        let mut wrong = Vec::new();
        for (key, value) in properties {
            let fits = match key.as_str() {
                "name" | "identifier" | "time_zone" => value.is_string() || value.is_null(),
                "two_factor_required" => value.is_boolean(),
                _ => true,
            };
            if !fits {
                return Err(ApiError::invalid(&["properties", key], "invalid_scalar"));
            }
            match (key.as_str(), value.as_str().unwrap_or_default().trim()) {
                ("name", "") => wrong.push("Name can't be blank".to_owned()),
                ("identifier", "") => wrong.push("Identifier can't be blank".to_owned()),
                ("identifier", _) if identifiers.contains(value) => {
                    wrong.push("Identifier has already been taken".to_owned());
                }
                _ => {}
            }
        }
        if !wrong.is_empty() {
            return Err(ApiError::validation(&wrong));
        }
        for key in ["name", "identifier", "time_zone", "two_factor_required"] {
            if let Some(value) = properties.get(key) {
                organization[key] = value.clone();
            }
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        organization["updated_at"] = json!(now);
        Ok(organization.clone())
    }
}
