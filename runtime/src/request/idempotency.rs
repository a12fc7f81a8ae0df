//! The idempotency key of a call. It is read from the request if the caller set one, otherwise it is added to the
//! request.

use std::borrow::Cow;
use std::fmt;

use http::Request;
use http::header::{CONTENT_LENGTH, HeaderMap};
use percent_encoding::percent_decode_str;
use serde::de::{DeserializeSeed, Deserializer as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::request::build_error::BuildError;
use crate::request::header::{self, Refusal};
use crate::request::query::{Constants, QueryWriter};
use crate::request::refused::ValueError;
use crate::spec::{IdempotencyKey, QueryStyle};
use crate::transport::Body;

impl IdempotencyKey {
    /// Refuses a key in the header fields or the query parameters of a call's options or a client. They are the same
    /// for many calls, but a key is for one call.
    pub(crate) fn check_others(self, headers: &HeaderMap, query: &Constants) -> Result<(), BuildError> {
        let name = match self {
            Self::Header(name) if headers.contains_key(name) => name,
            Self::Query(name) if parameter(query.as_str(), name).is_some() => name,
            _ => return Ok(()),
        };
        Err(BuildError::request(format!(
            "`{name}` is the endpoint's idempotency key: set it for one call, by `CallOptions::idempotency_key`"
        )))
    }

    /// Returns the key that a field has set in the request.
    pub(crate) fn own(self, request: &Request<Body>) -> Result<Option<String>, BuildError> {
        match self {
            // A value that is not text was refused when it was set.
            Self::Header(name) => {
                Ok(request.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()))
            }
            Self::Query(name) => Ok(parameter(request.uri().query().unwrap_or_default(), name)),
            Self::Parameter(name) => {
                Ok(std::str::from_utf8(in_memory(request)).ok().and_then(|form| parameter(form, name)))
            }
            Self::Member(name) => match member(in_memory(request), name) {
                None => Ok(None),
                Some(Value::String(key)) => Ok(Some(key)),
                Some(Value::Number(key)) => Ok(Some(key.to_string())),
                Some(_) => Err(BuildError::request("the idempotency key is neither a string nor a number")),
            },
        }
    }

    /// Returns the name of the key in the query.
    pub(crate) fn in_query(self) -> Option<&'static str> {
        match self {
            Self::Query(name) => Some(name),
            Self::Header(_) | Self::Member(_) | Self::Parameter(_) => None,
        }
    }

    /// Returns the name of the key in the form.
    pub(crate) fn in_form(self) -> Option<&'static str> {
        match self {
            Self::Parameter(name) => Some(name),
            Self::Header(_) | Self::Member(_) | Self::Query(_) => None,
        }
    }

    /// Adds a key to a request without one.
    pub(crate) fn put(self, key: &str, request: &mut Request<Body>) -> Result<(), BuildError> {
        match self {
            Self::Header(name) => {
                let refused = |refusal: Refusal| BuildError::request(format!("the idempotency key: {refusal}"));
                let name = header::name(name).map_err(refused)?;
                let value = header::exact_value(&name, key, false).map_err(refused)?;
                header::set(request.headers_mut(), name, value).map_err(refused)?;
            }
            Self::Query(name) => {
                let mut parameter = Constants::default();
                parameter.add(name, key);
                if let Some(url) = parameter.on(request.uri())? {
                    *request.uri_mut() = url;
                }
            }
            Self::Parameter(name) => {
                let mut form = String::from_utf8_lossy(in_memory(request)).into_owned();
                // The writer begins with the `?` of a query if nothing was written before.
                let mut started = !form.is_empty();
                let written = QueryWriter::form(&mut form, &mut started, name, QueryStyle::DEFAULT).parameter(key);
                written.map_err(|_| BuildError::request("the idempotency key has no form"))?;
                *request.body_mut() = form.trim_start_matches('?').to_owned().into();
                // The length of an empty form.
                request.headers_mut().remove(CONTENT_LENGTH);
            }
            Self::Member(name) => {
                let mut json = in_memory(request).strip_suffix(b"}").unwrap_or_default().to_vec();
                if json.len() > 1 {
                    json.push(b',');
                }
                // Strings can always be written as JSON.
                json.extend(format!("{}:{}}}", Value::from(name), Value::from(key)).bytes());
                *request.body_mut() = json.into();
            }
        }
        Ok(())
    }
}

/// Refuses what the field of the key wrote into the query or the form, unless it is nothing or one parameter with the
/// name of the key. Other names belong to an object or a list: the client would not find the key, and would add a
/// second one.
pub(super) fn check_written(field: &'static str, name: &str, written: &str) -> Result<(), BuildError> {
    let one = written.trim_start_matches(['?', '&']);
    if written.is_empty() || !one.contains('&') && parameter(one, name).is_some() {
        return Ok(());
    }
    let reason = "an idempotency key is one parameter with the name of its field, not a list or an object";
    Err(BuildError::field(field, ValueError::new(reason)))
}

/// Returns the form or the JSON object of a request. Both are in memory.
fn in_memory(request: &Request<Body>) -> &[u8] {
    request.body().as_bytes().map_or(&[], |bytes| bytes)
}

/// Returns the value of the first parameter with this name in a query or a form.
fn parameter(text: &str, name: &str) -> Option<String> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let mut parameters = text.split('&').map(|part| part.split_once('=').unwrap_or((part, "")));
    parameters.find(|(found, _)| decoded(found) == name).map(|(_, value)| decoded(value))
}

/// Returns the member with this name of a JSON object.
fn member(json: &[u8], name: &str) -> Option<Value> {
    serde_json::Deserializer::from_slice(json).deserialize_map(Member(name)).ok().flatten()
}

struct Member<'n>(&'n str);

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(is_found) = map.next_key_seed(IsName(self.0))? {
            if is_found {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Whether a key is this name.
struct IsName<'n>(&'n str);

impl<'de> DeserializeSeed<'de> for IsName<'_> {
    type Value = bool;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        let key: Cow<'de, str> = serde::Deserialize::deserialize(deserializer)?;
        Ok(key == self.0)
    }
}
