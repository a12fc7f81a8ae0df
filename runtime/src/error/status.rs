//! Writes and reads a status as a number, for serde's `with` on the variants of error enums.

use http::StatusCode;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::Serializer;

/// Writes the number.
///
/// # Errors
///
/// If the serializer fails.
pub fn serialize<S: Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

/// Reads the number.
///
/// # Errors
///
/// If the number is not a valid status.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<StatusCode, D::Error> {
    StatusCode::from_u16(u16::deserialize(deserializer)?).map_err(D::Error::custom)
}
