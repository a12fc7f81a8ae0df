//! Whole seconds since 1970-01-01 00:00:00 UTC, without leap seconds, as POSIX counts them: `1700000000`.
//!
//! An instant between two seconds is rounded down. An instant before 1970 is a negative number. The module reads an
//! integer, or a string that contains one: protobuf's JSON mapping writes such strings, and a header field contains
//! only text.
//!
//! For `SystemTime`, and for the instants of `jiff`, `time` and `chrono` with the features of the same names.
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

use serde::Serializer;
use serde::ser::Error as _;

use super::form::{ReadForm, UnixSeconds, WriteForm, functions};
use super::instant::Instant;

/// The error for an instant that this module cannot write.
pub(crate) const TOO_FAR: &str = "the instant is too far away for Unix seconds";

functions!(UnixSeconds);

impl<T: Instant> WriteForm<T> for UnixSeconds {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        match value.to_unix_seconds() {
            Some(seconds) => serializer.serialize_i64(seconds),
            None => Err(S::Error::custom(TOO_FAR)),
        }
    }
}

impl<T: Instant> ReadForm<T> for UnixSeconds {
    const EXPECTED: &'static str = "whole Unix seconds";
    const NUMBERS: bool = true;

    fn text(text: &str) -> Option<T> {
        text.parse().ok().and_then(<Self as ReadForm<T>>::integer)
    }

    fn integer(value: i64) -> Option<T> {
        T::from_unix_seconds(value)
    }
}
