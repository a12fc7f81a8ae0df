//! The reason why a value cannot be written. It does not contain the value, which may be a secret.

use std::borrow::Cow;
use std::fmt;

use serde::ser;

/// Why a value cannot be sent.
///
/// It never contains the value itself, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError(Cow<'static, str>);

impl ValueError {
    /// Creates an error with a reason, such as `"an id has 8 digits"`.
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ValueError {}

/// For `write!` into a [`TextWriter`](crate::value::TextWriter).
impl From<fmt::Error> for ValueError {
    fn from(_: fmt::Error) -> Self {
        Self::new("its text form could not be written")
    }
}

impl From<Refused> for ValueError {
    fn from(refused: Refused) -> Self {
        let Refusal { reason, path } = *refused.0;
        let path = path.trim_start_matches('.');
        match (reason, path) {
            (Reason::NotFinite(place), "") => Self::new(format!("a number that is not finite has no form in {place}")),
            (Reason::NotFinite(place), path) => {
                Self::new(format!("`{path}` is a number that is not finite, which has no form in {place}"))
            }
            (Reason::Other(reason), "") => reason,
            (Reason::Other(reason), path) => Self::new(format!("`{path}`: {reason}")),
        }
    }
}

/// The error of our serializers, with the path of the refused value.
#[derive(Debug)]
pub(crate) struct Refused(Box<Refusal>);

#[derive(Debug)]
struct Refusal {
    reason: Reason,
    /// For example `.scores[1]`.
    path: String,
}

#[derive(Debug)]
enum Reason {
    /// A float in a place that cannot represent it.
    NotFinite(&'static str),
    Other(ValueError),
}

impl Refused {
    #[cold]
    fn new(reason: Reason) -> Self {
        Self(Box::new(Refusal { reason, path: String::new() }))
    }

    pub(crate) fn because(reason: &'static str) -> Self {
        Self::new(Reason::Other(ValueError::new(reason)))
    }

    pub(crate) fn not_finite(place: &'static str) -> Self {
        Self::new(Reason::NotFinite(place))
    }

    /// Prepends the index of a list to the path.
    #[cold]
    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.0.path.insert_str(0, &format!("[{index}]"));
        self
    }

    /// Prepends a member of an object to the path.
    #[cold]
    pub(crate) fn at_key(mut self, key: &str) -> Self {
        self.0.path.insert_str(0, &format!(".{key}"));
        self
    }
}

impl From<ValueError> for Refused {
    fn from(reason: ValueError) -> Self {
        Self::new(Reason::Other(reason))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0.reason {
            Reason::NotFinite(_) => "a number that is not finite",
            Reason::Other(reason) => &reason.0,
        })
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    /// Keeps a known message. Any other message was written by the type and may quote the value, so it is replaced.
    fn custom<T: fmt::Display>(message: T) -> Self {
        let message = message.to_string();
        let is_harmless = HARMLESS.contains(&message.as_str()) || is_not_flattened(&message);
        let reason = if is_harmless { Cow::Owned(message) } else { "its `Serialize` refused the value".into() };
        Self::from(ValueError(reason))
    }
}

/// The error for serializing an absent `Patch`.
pub(crate) const ABSENT_SERIALIZED: &str =
    "an absent `Patch` cannot be serialized; leave it out with `skip_serializing_if = \"Patch::is_absent\"`";

/// The error for a key of a map that is not a scalar.
pub(crate) const NOT_A_KEY: &str = "the keys of a map must be strings, numbers or booleans";

/// The error for a flattened value that is not an object. The kind of the value follows.
pub(crate) const NOT_FLATTENED: &str = "only an object or a map can be flattened, found ";

/// The kinds of values that can follow after [`NOT_FLATTENED`].
const FOUND: [&str; 10] = [
    "a `RawValue` that is not an object",
    "a boolean",
    "a number",
    "a string",
    "bytes",
    "an enum's variant",
    "a list",
    "a tuple",
    "a tuple struct",
    "a tuple variant",
];

fn is_not_flattened(message: &str) -> bool {
    message.strip_prefix(NOT_FLATTENED).is_some_and(|found| FOUND.contains(&found))
}

/// Messages of this crate and of serde that contain no value.
const HARMLESS: [&str; 14] = [
    ABSENT_SERIALIZED,
    NOT_A_KEY,
    crate::with::unix_seconds::TOO_FAR,
    crate::with::rfc3339::TOO_FAR,
    crate::with::http_date::TOO_FAR,
    crate::with::date::TOO_FAR,
    crate::with::seconds::NOT_WHOLE,
    crate::with::milliseconds::NOT_WHOLE,
    "i128 is not supported",
    "u128 is not supported",
    "path contains invalid UTF-8 characters",
    "SystemTime must be later than UNIX_EPOCH",
    "already mutably borrowed",
    "lock poison error while serializing",
];

#[cfg(test)]
mod tests {
    use ser::Error as _;

    use super::*;

    #[test]
    fn custom_message_of_a_type_is_replaced() {
        for message in
            ["bad s3cret", "i128 is not supported: s3cret", "only an object or a map can be flattened, found s3cret"]
        {
            let error = ValueError::from(Refused::custom(message));
            assert_eq!(error.to_string(), "its `Serialize` refused the value");
        }
    }

    #[test]
    fn known_message_is_kept() {
        for message in [ABSENT_SERIALIZED, NOT_A_KEY, "only an object or a map can be flattened, found a list"] {
            assert_eq!(ValueError::from(Refused::custom(message)).to_string(), message);
        }
    }
}
