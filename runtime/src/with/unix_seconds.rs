//! Whole seconds since 1970-01-01 00:00:00 UTC, without leap seconds, as POSIX counts them: `1700000000`.
//!
//! An instant between two seconds is rounded down. One before 1970 is a negative number. Read are integers, also such as
//! stand in a string: JSON written from protobuf has them so, and a header has nothing else.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//!
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Invoice {
//!     #[serde(with = "callsheet::with::unix_seconds")]
//!     due: SystemTime,
//! }
//!
//! let invoice: Invoice = serde_json::from_str(r#"{"due":1700000000}"#)?;
//! assert_eq!(invoice.due, SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
//! assert_eq!(serde_json::to_string(&invoice)?, r#"{"due":1700000000}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::time::SystemTime;

use serde::ser::Error as _;
use serde::{Deserializer, Serializer};

use super::{Read, calendar, option_module};

/// The error of an instant that has no such form.
pub(crate) const TOO_FAR: &str = "the instant is too far away for Unix seconds";

/// Writes an integer.
///
/// # Errors
///
/// For an instant further from 1970 than an `i64` of seconds can tell.
pub fn serialize<S: Serializer>(value: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
    match calendar::since_epoch(*value) {
        Some((seconds, _)) => serializer.serialize_i64(seconds),
        None => Err(S::Error::custom(TOO_FAR)),
    }
}

/// Reads an integer.
///
/// # Errors
///
/// For anything else, a fraction too, and for an instant that the platform's `SystemTime` cannot tell.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SystemTime, D::Error> {
    super::read::<UnixSeconds, D>(deserializer)
}

option_module!(SystemTime, UnixSeconds);

struct UnixSeconds;

impl Read for UnixSeconds {
    type Value = SystemTime;
    const EXPECTED: &'static str = "whole Unix seconds";
    const NUMBERS: bool = true;

    fn text(text: &str) -> Option<SystemTime> {
        text.parse().ok().and_then(Self::integer)
    }

    fn integer(value: i64) -> Option<SystemTime> {
        calendar::instant(value, 0)
    }
}
