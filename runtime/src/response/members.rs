//! Reads the members of a `#[derive(Response)]`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::value::RawValue;

use crate::response::charset::Content;
use crate::response::decode_error::DecodeError;
use crate::response::from_reply::{FromJson, Json, absent};
use crate::response::reply::Reply;

/// The members of the JSON object in a body, not decoded yet.
pub struct Members<'a>(Result<BTreeMap<Cow<'a, str>, &'a RawValue>, DecodeError>);

impl<'a> Members<'a> {
    /// Returns the text from which the members of a reply are read.
    #[must_use]
    pub fn content(reply: &Reply) -> Content<'_> {
        Content::of(reply.raw())
    }

    /// Returns the members of a reply's content. If it is not an object, reading any member fails.
    #[must_use]
    pub fn of(content: &'a Content<'_>, reply: &Reply) -> Self {
        let members = content.json().and_then(|text| {
            serde_json::from_str(text).map_err(|error| DecodeError::of_body(&error, text, reply.raw()))
        });
        Self(members)
    }

    /// Reads a required member.
    ///
    /// # Errors
    ///
    /// If it is missing or does not decode.
    pub fn required<T>(
        &self,
        name: &str,
        read: impl FnOnce(&mut Json<'a>) -> Result<T, serde_json::Error>,
    ) -> Result<T, DecodeError> {
        match self.find(name)? {
            Some(json) => decoded(name, json, read),
            None => Err(missing(name)),
        }
    }

    /// Reads a member; if it is missing, returns the default of its type.
    ///
    /// # Errors
    ///
    /// If it does not decode.
    pub fn or_default<T: Default>(
        &self,
        name: &str,
        read: impl FnOnce(&mut Json<'a>) -> Result<T, serde_json::Error>,
    ) -> Result<T, DecodeError> {
        self.find(name)?.map_or_else(|| Ok(T::default()), |json| decoded(name, json, read))
    }

    /// Reads a member; if it is missing, calls a function.
    ///
    /// # Errors
    ///
    /// If it does not decode.
    pub fn or_else<T>(
        &self,
        name: &str,
        read: impl FnOnce(&mut Json<'a>) -> Result<T, serde_json::Error>,
        default: impl FnOnce() -> T,
    ) -> Result<T, DecodeError> {
        self.find(name)?.map_or_else(|| Ok(default()), |json| decoded(name, json, read))
    }

    /// Returns the name, out of those that a member may have, that the object contains; the first one if it contains
    /// none.
    ///
    /// # Errors
    ///
    /// If the object contains two of the names.
    pub fn one_of<'n>(&self, names: &[&'n str]) -> Result<&'n str, DecodeError> {
        let mut found = names.iter().filter(|name| self.find(name).is_ok_and(|member| member.is_some()));
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(DecodeError::new(format!("duplicate field `{}`", names[0]))),
            (found, None) => Ok(found.unwrap_or(&names[0])),
        }
    }

    fn find(&self, name: &str) -> Result<Option<&'a RawValue>, DecodeError> {
        match &self.0 {
            Ok(members) => Ok(members.get(name).copied()),
            Err(error) => Err(error.clone()),
        }
    }
}

fn missing(name: &str) -> DecodeError {
    DecodeError::new(format!("missing field `{name}`"))
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

/// A value that is read from a member of a JSON object. Implemented for every type that is [`FromJson`]. It cannot be
/// implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from JSON",
    label = "expected a type that decodes",
    note = "derive serde's `Deserialize` for it, and let it own its values"
)]
pub trait FromMember: Sized {
    /// The value.
    #[doc(hidden)]
    fn read_member(json: &mut Json<'_>) -> Result<Self, serde_json::Error>;

    /// Reads a required member. It may be missing if the type is an alias of `Option`.
    #[doc(hidden)]
    fn read_required(members: &Members<'_>, name: &str) -> Result<Self, DecodeError>;
}

#[diagnostic::do_not_recommend]
impl<T: FromJson> FromMember for T {
    fn read_member(json: &mut Json<'_>) -> Result<Self, serde_json::Error> {
        Self::deserialize(json)
    }

    fn read_required(members: &Members<'_>, name: &str) -> Result<Self, DecodeError> {
        match members.find(name)? {
            Some(json) => decoded(name, json, Self::read_member),
            None => absent().ok_or_else(|| missing(name)),
        }
    }
}

/// A value that is the status of a reply: `StatusCode`, `u16`, or another type that implements `From<StatusCode>`. It
/// cannot be implemented by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a status",
    label = "expected `u16` or `http::StatusCode`",
    note = "write `u16`"
)]
pub trait FromStatus {
    /// The value.
    #[doc(hidden)]
    fn from_status(status: StatusCode) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: From<StatusCode>> FromStatus for T {
    fn from_status(status: StatusCode) -> Self {
        status.into()
    }
}
