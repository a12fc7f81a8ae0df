//! The arguments of a call, read from path, query and body, and checked when they are used.

use std::collections::BTreeMap;

use axum::extract::RawPathParams;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use crate::wire::ApiError;

/// The allowed values of a member of `properties`.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Text,
    /// Text, or null to clear the value.
    TextOrNull,
    Boolean,
    Texts,
}

/// The arguments of a call.
pub(crate) struct Arguments {
    /// From the query or the body. These take precedence over the path.
    given: Map<String, Value>,
    path: BTreeMap<String, String>,
}

impl Arguments {
    pub(crate) fn read(path: &RawPathParams, query: &str, headers: &HeaderMap, body: &[u8]) -> Result<Self, ApiError> {
        let mut given = body_arguments(headers, body)?;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            add_parameter(&mut given, &name, value.into_owned());
        }
        Ok(Self { given, path: path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect() })
    }

    /// The key and the value with which an object is looked up. A value in the path belongs to the first key.
    pub(crate) fn lookup<'a>(&'a self, name: &'a str, keys: &[&'a str]) -> Result<(&'a str, &'a str), ApiError> {
        match self.given.get(name) {
            Some(Value::Object(lookup)) => {
                let found = keys.iter().find_map(|key| Some((*key, lookup.get(*key)?.as_str()?)));
                found.ok_or_else(|| ApiError::invalid(&[name], "missing_lookup_value"))
            }
            Some(_) => Err(ApiError::invalid(&[name], "object_expected")),
            None => match self.path.get(name) {
                Some(segment) => Ok((keys[0], segment)),
                None => Err(ApiError::missing(&[name])),
            },
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.given.get(name).is_some_and(|value| !value.is_null())
    }

    pub(crate) fn text(&self, name: &str) -> Result<&str, ApiError> {
        let value = self.given.get(name).ok_or_else(|| ApiError::missing(&[name]))?;
        value.as_str().ok_or_else(|| ApiError::invalid(&[name], "invalid_scalar"))
    }

    /// A boolean, which is text in a query. Default: false.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.given.get(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(Value::String(text)) if text == "true" => Ok(true),
            Some(Value::String(text)) if text == "false" => Ok(false),
            Some(_) => Err(ApiError::invalid(&[name], "invalid_scalar")),
        }
    }

    /// The object `properties`, with the known members, each checked for its kind. `required` must be present.
    pub(crate) fn properties(&self, known: &[(&str, Kind)], required: &[&str]) -> Result<Map<String, Value>, ApiError> {
        let given = self.given.get("properties").ok_or_else(|| ApiError::missing(&["properties"]))?;
        let Value::Object(given) = given else { return Err(ApiError::invalid(&["properties"], "object_expected")) };
        if let Some(name) = required.iter().find(|name| !given.contains_key(**name)) {
            return Err(ApiError::missing(&["properties", name]));
        }
        let mut properties = Map::new();
        for (name, kind) in known {
            let Some(value) = given.get(*name) else { continue };
            if !fits(value, *kind) {
                return Err(ApiError::invalid(&["properties", name], "invalid_scalar"));
            }
            properties.insert((*name).to_owned(), value.clone());
        }
        Ok(properties)
    }
}

fn fits(value: &Value, kind: Kind) -> bool {
    match kind {
        Kind::Text => value.is_string(),
        Kind::TextOrNull => value.is_string() || value.is_null(),
        Kind::Boolean => value.is_boolean(),
        Kind::Texts => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
    }
}

/// The arguments in a body. They are ignored if the content type is not JSON.
fn body_arguments(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.starts_with("application/json") {
        return Ok(Map::new());
    }
    serde_json::from_slice(body)
        .map_err(|_| ApiError::new(400, "invalid_json_body", "The JSON body provided could not be parsed"))
}

/// `state=pending`, or `organization[identifier]=acme` for a member of an object.
fn add_parameter(given: &mut Map<String, Value>, name: &str, value: String) {
    match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
        Some((object, member)) => {
            let object = given.entry(object).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(object) = object {
                object.insert(member.to_owned(), Value::String(value));
            }
        }
        None => {
            given.insert(name.to_owned(), Value::String(value));
        }
    }
}
