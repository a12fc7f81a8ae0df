//! A timestamp of [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339): `"2023-11-14T22:13:20.5Z"`.
//!
//! For `SystemTime`, and for the instants of `jiff`, `time` and `chrono` with the features of the same names. Those
//! types use the formatter and the parser of their own crate, and need no `with` in a path, a query and a header
//! field.
//!
//! A `SystemTime` is written in UTC. Its fraction has as many digits as the nanoseconds need; a whole second has no
//! fraction. It is read with any offset, and with `T`, `t` or a space in the middle. The fraction may have any number
//! of digits; digits after the ninth are ignored. A leap second is read as the second before it.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//!
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Event {
//!     #[serde(with = "callsheet::with::rfc3339")]
//!     at: SystemTime,
//! }
//!
//! let event: Event = serde_json::from_str(r#"{"at":"1970-01-01T01:00:02.50+01:00"}"#)?;
//! assert_eq!(event.at, SystemTime::UNIX_EPOCH + Duration::from_millis(2500));
//! assert_eq!(serde_json::to_string(&event)?, r#"{"at":"1970-01-01T00:00:02.5Z"}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```

use serde::Serializer;
use serde::ser::Error as _;

use super::form::{ReadForm, Rfc3339, WriteForm, functions};
use super::instant::Instant;

/// The error for an instant that this module cannot write.
pub(crate) const TOO_FAR: &str = "a timestamp of RFC 3339 is written for the years 0 to 9999 only";

functions!(Rfc3339);

impl<T: Instant> WriteForm<T> for Rfc3339 {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        match value.to_rfc3339() {
            Some(text) => serializer.serialize_str(&text),
            None => Err(S::Error::custom(TOO_FAR)),
        }
    }
}

impl<T: Instant> ReadForm<T> for Rfc3339 {
    const EXPECTED: &'static str = "a timestamp of RFC 3339";

    fn text(text: &str) -> Option<T> {
        T::from_rfc3339(text)
    }
}
