//! A date without a time, the `full-date` of [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339#section-5.6):
//! `"2023-11-14"`.
//!
//! For `jiff::civil::Date`, `time::Date` and `chrono::NaiveDate`, with the features `jiff`, `time` and `chrono`. These
//! types need no `with` in a path, a query and a header field.
//!
#![cfg_attr(feature = "jiff", doc = "```")]
#![cfg_attr(not(feature = "jiff"), doc = "```ignore")]
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Invoice {
//!     #[serde(with = "callsheet::with::date")]
//!     due: jiff::civil::Date,
//! }
//!
//! let invoice: Invoice = serde_json::from_str(r#"{"due":"2023-11-14"}"#)?;
//! assert_eq!(invoice.due, jiff::civil::date(2023, 11, 14));
//! assert_eq!(serde_json::to_string(&invoice)?, r#"{"due":"2023-11-14"}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```

use serde::Serializer;
use serde::ser::Error as _;

use super::form::{Date, ReadForm, WriteForm, functions};
use super::instant::CalendarDate;

/// The error for a date that this module cannot write.
pub(crate) const TOO_FAR: &str = "a date is written for the years 0 to 9999 only";

functions!(Date);

impl<T: CalendarDate> WriteForm<T> for Date {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        match value.to_iso8601() {
            Some(text) => serializer.serialize_str(&text),
            None => Err(S::Error::custom(TOO_FAR)),
        }
    }
}

impl<T: CalendarDate> ReadForm<T> for Date {
    const EXPECTED: &'static str = "a date such as 2023-11-14";

    fn text(text: &str) -> Option<T> {
        // The libraries also read other forms, such as a date with a time.
        let is_date = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        if is_date { T::from_iso8601(text) } else { None }
    }
}
