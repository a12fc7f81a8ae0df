//! The types of instants and dates, and what the modules need from them.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "time")]
mod time;

use std::time::SystemTime;

use super::system_time::{read, since_epoch, system_time, written};

/// An instant: `SystemTime`, and types of `jiff`, `time` and `chrono` with the features of the same names.
pub trait Instant: Sized {
    /// Returns the text of RFC 3339. `None` outside of the years 0 to 9999, which have four digits.
    fn to_rfc3339(&self) -> Option<String>;

    fn from_rfc3339(text: &str) -> Option<Self>;

    /// Returns the seconds since 1970, rounded down.
    fn to_unix_seconds(&self) -> Option<i64>;

    fn from_unix_seconds(seconds: i64) -> Option<Self>;
}

/// A date: a type of `jiff`, `time` or `chrono`, with the feature of the same name.
pub trait CalendarDate: Sized {
    /// Returns the text. `None` outside of the years 0 to 9999, which have four digits.
    fn to_iso8601(&self) -> Option<String>;

    fn from_iso8601(text: &str) -> Option<Self>;
}

impl Instant for SystemTime {
    fn to_rfc3339(&self) -> Option<String> {
        written(*self)
    }

    fn from_rfc3339(text: &str) -> Option<Self> {
        read(text)
    }

    fn to_unix_seconds(&self) -> Option<i64> {
        since_epoch(*self).map(|(seconds, _)| seconds)
    }

    fn from_unix_seconds(seconds: i64) -> Option<Self> {
        system_time(seconds, 0)
    }
}

/// Returns the text if it begins with a year of four digits. The libraries write other years in forms that RFC 3339
/// does not have.
#[cfg(any(feature = "jiff", feature = "time", feature = "chrono"))]
pub(super) fn with_four_digits(text: String) -> Option<String> {
    let (year, rest) = text.as_bytes().split_at_checked(4)?;
    (year.iter().all(u8::is_ascii_digit) && rest.starts_with(b"-")).then_some(text)
}
