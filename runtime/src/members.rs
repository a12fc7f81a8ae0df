//! Where the members of a `#[derive(Response)]` come from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::str::FromStr;

use serde_json::de::StrRead;
use serde_json::value::RawValue;

use crate::charset::Content;
use crate::decode::FromJson;
use crate::error::DecodeError;
use crate::reply::Reply;

/// A decoder of one member's JSON.
type Json<'a> = serde_json::Deserializer<StrRead<'a>>;

/// The members of the JSON object that is a body, unread.
pub struct Members<'a>(Result<BTreeMap<Cow<'a, str>, &'a RawValue>, DecodeError>);

impl<'a> Members<'a> {
    /// Those of a reply's content; one that is no object is an error for whoever asks for a member.
    #[must_use]
    pub fn of(content: &'a Content<'_>) -> Self {
        let members = content
            .bytes()
            .and_then(|text| serde_json::from_slice(text).map_err(|error| DecodeError::of_json(&error, text)));
        Self(members)
    }

    /// A member that must be there.
    ///
    /// # Errors
    ///
    /// Where it is not, or does not decode.
    pub fn required<T>(
        &self,
        name: &str,
        read: impl FnOnce(&mut Json<'a>) -> Result<T, serde_json::Error>,
    ) -> Result<T, DecodeError> {
        match self.find(name)? {
            Some(json) => decoded(name, json, read),
            None => Err(DecodeError::new(format!("missing field `{name}`"))),
        }
    }

    /// A member that is its type's default where it is not there.
    ///
    /// # Errors
    ///
    /// Where it does not decode.
    pub fn or_default<T: Default>(
        &self,
        name: &str,
        read: impl FnOnce(&mut Json<'a>) -> Result<T, serde_json::Error>,
    ) -> Result<T, DecodeError> {
        self.find(name)?.map_or_else(|| Ok(T::default()), |json| decoded(name, json, read))
    }

    fn find(&self, name: &str) -> Result<Option<&'a RawValue>, DecodeError> {
        match &self.0 {
            Ok(members) => Ok(members.get(name).copied()),
            Err(error) => Err(error.clone()),
        }
    }
}

fn decoded<'a, T>(
    name: &str,
    json: &'a RawValue,
    read: impl FnOnce(&mut Json<'a>) -> Result<T, serde_json::Error>,
) -> Result<T, DecodeError> {
    let text = json.get();
    let mut decoder = serde_json::Deserializer::from_str(text);
    read(&mut decoder).map_err(|error| DecodeError::of_json(&error, text.as_bytes()).under(name))
}

/// Reads a member as its type says.
///
/// # Errors
///
/// Where it does not decode.
pub fn read_json<T: FromJson>(json: &mut Json<'_>) -> Result<T, serde_json::Error> {
    T::deserialize(json)
}

/// A header that must be there.
///
/// # Errors
///
/// Where it is not, or its text does not parse.
pub fn header<T: FromStr>(reply: &Reply, name: &str) -> Result<T, DecodeError> {
    header_option(reply, name)?.ok_or_else(|| DecodeError::new(format!("the header `{name}` is missing")))
}

/// A header that may be missing.
///
/// # Errors
///
/// Where its text does not parse; the text itself is not told.
pub fn header_option<T: FromStr>(reply: &Reply, name: &str) -> Result<Option<T>, DecodeError> {
    let Some(value) = reply.headers().get(name) else { return Ok(None) };
    let parsed = value.to_str().ok().and_then(|text| text.parse().ok());
    parsed.map(Some).ok_or_else(|| DecodeError::new(format!("the header `{name}` is not of its type")))
}
