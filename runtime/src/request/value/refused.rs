//! What a `Serialize` says of a value that it refuses, without the value.

use std::fmt;

use serde::ser;
use serde_json::error::Category;

use super::ValueError;
use crate::request::arguments::is_not_flattened;
use crate::request::patch::ABSENT_SERIALIZED;

/// Messages of ours and of serde's that hold no value.
const HARMLESS: [&str; 10] = [
    ABSENT_SERIALIZED,
    crate::with::unix_seconds::TOO_FAR,
    crate::with::rfc3339::TOO_FAR,
    crate::with::http_date::TOO_FAR,
    "i128 is not supported",
    "u128 is not supported",
    "path contains invalid UTF-8 characters",
    "SystemTime must be later than UNIX_EPOCH",
    "already mutably borrowed",
    "lock poison error while serializing",
];

/// Why a value could not be written as JSON.
pub(crate) fn by_json(error: &serde_json::Error) -> ValueError {
    match error.classify() {
        Category::Data => refused(error),
        // serde_json's own, all of them without the value.
        _ => ValueError::new(error.to_string()),
    }
}

/// What a `Serialize` said of a value: as it is if its words are known, else nothing of it. A message of a type's own may
/// quote the value, which may be a secret.
fn refused(message: impl fmt::Display) -> ValueError {
    let message = message.to_string();
    if HARMLESS.contains(&message.as_str()) || is_not_flattened(&message) {
        return ValueError::new(message);
    }
    ValueError::new("its `Serialize` refused the value")
}

/// The error of our serializers.
pub(crate) struct Refused(pub(crate) ValueError);

impl Refused {
    pub(crate) fn because(reason: &'static str) -> Self {
        Self(ValueError::new(reason))
    }
}

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(refused(message))
    }
}

#[cfg(test)]
mod tests {
    use ser::Error as _;

    use super::*;

    #[test]
    fn a_message_of_a_types_own_is_dropped() {
        for message in
            ["bad s3cret", "i128 is not supported: s3cret", "only an object or a map can be flattened, found s3cret"]
        {
            for error in [by_json(&serde_json::Error::custom(message)), Refused::custom(message).0] {
                assert_eq!(error.to_string(), "its `Serialize` refused the value");
            }
        }
    }

    #[test]
    fn a_known_message_is_kept() {
        for message in [ABSENT_SERIALIZED, "only an object or a map can be flattened, found a list"] {
            assert_eq!(by_json(&serde_json::Error::custom(message)).to_string(), message);
        }
        let keys = std::collections::BTreeMap::from([(None::<u8>, 1)]);
        let error = serde_json::to_string(&keys).unwrap_err();
        assert_eq!(by_json(&error).to_string(), "key must be a string");
    }
}
